import { describe, expect, it } from 'vitest'
import type { OpdRef, RosterColumns } from '../src/api/wire'
import { editDistance, foldName } from '../src/store/fold'
import { cleanNip, nipTrouble, printNip } from '../src/store/nip'
import { Roster } from '../src/store/roster'

const opds: OpdRef[] = [
  { id: 'o1', name: 'Dinas Perhubungan', short_name: 'Dishub', parent_id: null, aliases: ['Dinas LLAJ'] },
  { id: 'o2', name: 'Dinas Pendidikan dan Kebudayaan', short_name: 'Disdikbud', parent_id: null, aliases: [] },
]

const people: [string, string, string][] = [
  ['197001011995031001', 'MUHAMMAD SOEKARNO, S.H.', 'o1'],
  ['198703122010011004', 'BUDI SANTOSO', 'o1'],
  ['199003032015031002', 'BUDI SANTOSO, S.Pd.', 'o2'],
  ['199105202015032007', 'SITI AMINAH', 'o2'],
  ['199105202015032008', "NUR'AINI", 'o2'],
  ['199205202025211187', 'RACHMAN', 'o1'],
]

function roster(): Roster {
  const column = <T>(make: (person: [string, string, string], row: number) => T) => people.map(make)
  const data: RosterColumns = {
    columns: ['id', 'nip', 'name', 'opd_id', 'job', 'kind', 'rank', 'unit'],
    id: column((_, row) => `e${row}`),
    nip: column(([nip]) => nip),
    name: column(([, name]) => name),
    opd_id: column(([, , opd]) => opd),
    job: column(() => null),
    kind: column(() => 'pns'),
    rank: column(() => null),
    unit: column(() => null),
  }
  return new Roster(data, opds)
}

const names = (query: string) => roster().search(query).map((person) => person.name)

describe('the roster answers', () => {
  it('a name that is still being typed', () => expect(names('siti am')).toEqual(['SITI AMINAH']))
  it('a name in another order', () => expect(names('aminah siti')).toEqual(['SITI AMINAH']))
  it('a misspelt name', () => expect(names('budi santsoo')[0]).toMatch(/^BUDI SANTOSO/))
  it.each([
    ['two words run together', 'budisantoso', 'BUDI SANTOSO'],
    ['a space a letter too early', 'bud isantoso', 'BUDI SANTOSO'],
    ['a space a letter too late', 'sitia minah', 'SITI AMINAH'],
    ['a space too many', 'siti ami nah', 'SITI AMINAH'],
    ['a slip in a short word', 'bdi santoso', 'BUDI SANTOSO'],
    ['a slip that folding would double', 'rachamn', 'RACHMAN'],
    ['a word still being typed, run together', 'sitiami', 'SITI AMINAH'],
  ])('%s', (_, query, name) => expect(names(query)[0]).toBe(name))
  it('no guesses beside a name that was typed without a slip', () => {
    expect(names('budi santoso')).toEqual(['BUDI SANTOSO', 'BUDI SANTOSO, S.Pd.'])
    expect(names('siti')).toEqual(['SITI AMINAH'])
  })
  it('another spelling of one sound', () => expect(names('rahman')).toEqual(['RACHMAN']))
  it('an old spelling and a short first name', () => expect(names('moh sukarno')).toEqual(['MUHAMMAD SOEKARNO, S.H.']))
  it('a name without its apostrophe', () => expect(names('nuraini')).toEqual(["NUR'AINI"]))
  it('a fragment of a NIP, spaces or not', () => expect(names('2010 01 1 004')).toEqual(['BUDI SANTOSO']))
  it('the people of an OPD by its short name', () => expect(names('dishub')).toHaveLength(3))
  it('a name narrowed by an OPD', () => expect(names('budi disdikbud')).toEqual(['BUDI SANTOSO, S.Pd.']))
  it('an OPD by the name it had before', () => expect(names('llaj')).toHaveLength(3))
  it('nothing for a name nobody has', () => expect(names('zulkifli')).toEqual([]))
  it('with how many share the name', () => {
    expect(roster().search('budi')[0]?.namesakes).toBe(2)
    expect(roster().search('siti')[0]?.namesakes).toBe(1)
  })
  it('never a NIP that runs over the border of two rows', () => expect(names('1001198703')).toEqual([]))
})

describe('folding', () => {
  it.each([
    ['Drs. H. DJOKO SUSILO, M.Si.', 'joko susilo'],
    ['ACHMAD NOOR', 'ahmad nur'],
    ['ST. ABD. RAUF', 'siti abdul rauf'],
    ['Moch. Nurul', 'muhamad nurul'],
    ['KHUSNUL CHOTIMAH', 'husnul hotima'],
    ['CHRISTINA TAUFIQ', 'kristina taufik'],
  ])('%s becomes %s', (name, key) => expect(foldName(name)).toBe(key))
  it('counts swapped neighbours as one edit', () => expect(editDistance('santsoo', 'santoso', 2, false)).toBe(1))
  it('gives up beyond the limit', () => expect(editDistance('budi', 'aminah', 1, false)).toBe(99))
})

describe('a NIP', () => {
  it.each([
    ['198703122010011004', null],
    ['198804172022212031', null],
    ['198713122010011004', 'date'],
    ['198702302010011004', 'date'],
    ['198703122010131004', 'appointed'],
    ['198703122010013004', 'sex'],
    ['198703122010011000', 'sequence'],
    ['199903122010011004', 'appointed'],
    ['6371015203870003', 'length'],
    ['131110468', 'length'],
  ] as const)('%s: %s', (nip, trouble) => expect(nipTrouble(nip, new Date('2026-11-23'))).toBe(trouble))
  it('is cleaned as people write it', () => {
    expect(cleanNip('NIP. 19900521 201903 2 007')).toBe('199005212019032007')
    expect(cleanNip('１９９００５２１-201903.2 007')).toBe('199005212019032007')
  })
  it('is printed in its groups', () => expect(printNip('198703122010011004')).toBe('19870312 201001 1 004'))
})
