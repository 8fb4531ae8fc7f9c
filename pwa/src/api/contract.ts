import type { OperationRef, OpdRef, PermitRef, ReferenceOut, RosterColumns, Schemas, TeamRef, User, ZoneRef } from './wire'

/** Compiles only while every part that the phone reads is still a part of what the server sends. */
export type PartOf<Read, Sent> = keyof Read extends keyof Sent ? true : { missing: Exclude<keyof Read, keyof Sent> }

export const stillSent: {
  reference: PartOf<ReferenceOut, Schemas['ReferenceOut']>
  operation: PartOf<OperationRef, Schemas['ReferenceOperationOut']>
  team: PartOf<TeamRef, Schemas['ReferenceTeamOut']>
  roster: PartOf<RosterColumns, Schemas['RosterOut']>
  opd: PartOf<OpdRef, Schemas['ReferenceOpdOut']>
  zone: PartOf<ZoneRef, Schemas['ZoneOut']>
  permit: PartOf<PermitRef, Schemas['FieldPermitOut']>
  user: PartOf<User, Schemas['UserOut']>
} = {
  reference: true,
  operation: true,
  team: true,
  roster: true,
  opd: true,
  zone: true,
  permit: true,
  user: true,
}
