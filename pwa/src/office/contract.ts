import type { PartOf } from '../api/contract'
import type { Schemas } from '../api/wire'
import type { CaseRecord, CaseRecords, Examination, ExaminationList, LostTime, Overdue } from './examination/wire'
import type { FileImport, ReportRow } from './masters/imports'
import type { OnRoll, Roll } from './rolls/wire'
import type {
  Account, Amendment, Assessment, Board, BoardTeam, Due, Employee, EnrolledPhone, Finding, FindingPhoto, FindingSummary, LateLetter, Letter,
  LetterCopy, Letterhead, LineLetter, ListLine, Office, Opd, Operation, Owed, OwedList, OwnLetter, OwnLine, Person, PersonApart, PlannedZone, Reader, RegisteredPermit,
  Reply, Signatory, Slot, SummonsList, Team, TeamReport, WholeLetter,
} from './wire'

/** Compiles only while every part that the desk and the board read is still a part of what the server sends. */
export const stillSent: {
  person: PartOf<Person, Schemas['PersonOut']>
  assessment: PartOf<Assessment, Schemas['AssessmentOut']>
  summary: PartOf<FindingSummary, Schemas['FindingSummaryOut']>
  finding: PartOf<Finding, Schemas['FindingOut']>
  photo: PartOf<FindingPhoto, Schemas['PhotoOut']>
  amendment: PartOf<Amendment, Schemas['AmendmentOut']>
  team: PartOf<Team, Schemas['TeamOut']>
  operation: PartOf<Operation, Schemas['OperationOut']>
  employee: PartOf<Employee, Schemas['EmployeeOut']>
  opd: PartOf<Opd, Schemas['OpdOut']>
  list: PartOf<SummonsList, Schemas['SummonsListOut']>
  lines: PartOf<SummonsList['opds'][number], Schemas['OpdLinesOut']>
  line: PartOf<ListLine, Schemas['LineOut']>
  lineLetter: PartOf<LineLetter, Schemas['LineLetterOut']>
  late: PartOf<LateLetter, Schemas['LateLetterOut']>
  owed: PartOf<Owed, Schemas['OwedOut']>
  owedList: PartOf<OwedList, Schemas['OwedListOut']>
  ownLine: PartOf<OwnLine, Schemas['OwnLineOut']>
  ownLetter: PartOf<OwnLetter, Schemas['OwnLetterOut']>
  reply: PartOf<Reply, Schemas['ReplyOut']>
  letterhead: PartOf<Letterhead, Schemas['LetterheadOut']>
  signatory: PartOf<Signatory, Schemas['SignatoryOut']>
  due: PartOf<Due, Schemas['DueOut']>
  apart: PartOf<PersonApart, Schemas['NotListedOut']>
  letter: PartOf<Letter, Schemas['LetterOut']>
  wholeLetter: PartOf<WholeLetter, Schemas['LetterWholeOut']>
  letterCopy: PartOf<LetterCopy, Schemas['LetterCopyOut']>
  reader: PartOf<Reader, Schemas['ReaderOut']>
  slot: PartOf<Slot, Schemas['SlotOut']>
  named: PartOf<Letter['people'][number], Schemas['LetterPersonOut']>
  board: PartOf<Board, Schemas['BoardOut']>
  boardTeam: PartOf<BoardTeam, Schemas['BoardTeamOut']>
  boardOpd: PartOf<Board['opds'][number], Schemas['BoardOpdOut']>
  totals: PartOf<Board['totals'], Schemas['BoardTotalsOut']>
  office: PartOf<Office, Schemas['OpdOut']>
  registered: PartOf<RegisteredPermit, Schemas['PermitRowOut']>
  account: PartOf<Account, Schemas['AccountOut']>
  plannedZone: PartOf<PlannedZone, Schemas['ZoneOut']>
  imported: PartOf<FileImport, Schemas['ImportOut']>
  reportRow: PartOf<ReportRow, Schemas['ReportRowOut']>
  phone: PartOf<EnrolledPhone, Schemas['PhoneOut']>
  examination: PartOf<Examination, Schemas['ExaminationOut']>
  examinations: PartOf<ExaminationList, Schemas['ExaminationListOut']>
  lostTime: PartOf<LostTime, Schemas['LostTimeOut']>
  overdue: PartOf<Overdue, Schemas['OverdueOut']>
  caseRecord: PartOf<CaseRecord, Schemas['CaseRecordOut']>
  caseRecords: PartOf<CaseRecords, Schemas['CaseRecordListOut']>
  report: PartOf<TeamReport, Schemas['TeamReportOut']>
  roll: PartOf<Roll, Schemas['RollOut']>
  onRoll: PartOf<OnRoll, Schemas['RollPersonOut']>
} = {
  person: true, assessment: true, summary: true, finding: true, photo: true, amendment: true, team: true, operation: true, employee: true,
  opd: true, list: true, lines: true, line: true, lineLetter: true, late: true, owed: true, owedList: true, letterhead: true, signatory: true,
  due: true, apart: true, letter: true, slot: true, named: true, board: true, boardTeam: true, boardOpd: true, totals: true, imported: true,
  reportRow: true, phone: true, account: true, plannedZone: true, office: true, registered: true, ownLine: true, ownLetter: true, reply: true, report: true,
  reader: true, examination: true, examinations: true, lostTime: true, overdue: true, roll: true, onRoll: true, wholeLetter: true, caseRecord: true, caseRecords: true, letterCopy: true,
}
