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

function roster(list = people): Roster {
  const column = <T>(make: (person: [string, string, string], row: number) => T) => list.map(make)
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

describe('a word that folds to next to nothing', () => {
  const names = (query: string) =>
    roster([...people, ['199205202025211188', 'UU SYAHRUL', 'o1'], ['199205202025211189', 'KHUSNUL', 'o1'], ['199205202025211190', 'MUHAMMAD SJAH', 'o1']])
      .search(query)
      .map((person) => person.name)
  it.each(['zzzz', 'ssss', 'zz zz', 'dishubb zzzz', 's.', 'bbb'])('%s finds nobody', (query) => expect(names(query)).toEqual([]))
  it.each([
    ['kh', 'KHUSNUL'],
    ['uu', 'UU SYAHRUL'],
    ['sy', 'UU SYAHRUL'],
    ['budi ss', undefined],
    ['rachmaan', 'RACHMAN'],
    ['muhamad syah', 'MUHAMMAD SJAH'],
  ])('%s is compared as it is written', (query, name) => expect(names(query)[0]).toBe(name))
  it('and by its sound only as a whole', () => expect(names('syah')).toEqual(['MUHAMMAD SJAH', 'UU SYAHRUL']))
})

describe('what a search offers', () => {
  const many = (name: string, count: number, opd = 'o1') =>
    Array.from({ length: count }, (_, at): [string, string, string] => [`19870312201001${String(at + 1000)}`, `${name}`, opd])
  it('says that there are more than it shows', () => {
    const city = roster([...many('SITI', 0), ...'ABCDEFGHIJKLMNOP'.split('').map((x, at): [string, string, string] => [`1987031220100110${10 + at}`, `SITI ${x}MINAH`, 'o1'])])
    const found = city.offer('siti', 12)
    expect(found.people).toHaveLength(12)
    expect(found.more).toBe(true)
    expect(city.offer('siti am', 12)).toMatchObject({ people: [{ name: 'SITI AMINAH' }], more: false })
    expect(city.offer('19870312', 12)).toMatchObject({ more: true })
    expect(city.offer('198703122010011010', 12)).toMatchObject({ people: [{ name: 'SITI AMINAH' }], more: false })
  })
  it('shows all of one name where it announces them', () => {
    const city = roster([...many('BUDI HARTONO', 11), ...many('BUDI SANTOSO', 20, 'o2'), ...many('BUDI UTOMO', 3)])
    const found = city.offer('budi', 12)
    for (const name of new Set(found.people.map((one) => one.name))) {
      const shown = found.people.filter((one) => one.name === name)
      expect(shown).toHaveLength(shown[0]!.namesakes)
    }
    expect(found).toMatchObject({ more: true })
    expect(city.offer('budi santoso', 12)).toMatchObject({ people: { length: 20 }, more: false })
    // also those whom the search did not reach: of another OPD, or past its end
    const two = roster([...many('BUDI UTOMO', 60), ...many('BUDI UTOMO', 1, 'o2'), ...many('SITI AMINAH', 1)])
    const people = two.offer('budi utomo disdikbud', 12).people
    expect([people[0]!.opd, people.length]).toEqual(['Disdikbud', 61])
    expect(two.offer('budi utomo', 12).people).toHaveLength(61)
    expect(roster(many('BUDI UTOMO', 150)).offer('budi', 12)).toMatchObject({ people: { length: 100 }, more: true })
  })
  it('tells a name from an office', () => {
    expect(roster().namesOffice('dishub')).toBe(true)
    expect(roster().namesOffice('pendidi')).toBe(true)
    expect(roster().namesOffice('JOKO PURNOMO')).toBe(false)
  })
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
