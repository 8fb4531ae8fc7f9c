/**
 * The floors of the phone and the desk: imports go down only.
 * main > field | office > sync > store | api | device > ui | i18n (router.ts stands with ui).
 */
const floors = [
  ['^src/(main|sw-bridge)\\.ts$|^src/App\\.svelte$'],
  ['^src/field/', '^src/office/'],
  ['^src/sync/'],
  ['^src/store/', '^src/api/', '^src/device/'],
  ['^src/ui/', '^src/i18n/', '^src/router\\.ts$'],
]

const upward = floors.slice(1).map((rooms, index) => ({
  name: `floor-${index + 1}-never-imports-upward`,
  severity: 'error',
  comment: 'A room calls down only. A type may come from above: it is gone at run time.',
  from: { path: rooms },
  to: { path: floors.slice(0, index + 1).flat(), dependencyTypesNot: ['type-only'] },
}))

/** Rooms on one floor do not know each other (types excepted). */
const siblings = [
  ['^src/field/', ['^src/office/']],
  ['^src/office/', ['^src/field/']],
  ['^src/store/', ['^src/api/', '^src/device/']],
  ['^src/api/', ['^src/store/', '^src/device/']],
  ['^src/device/', ['^src/store/', '^src/api/']],
].map(([from, to]) => ({
  name: `${from.replace(/\W|src/g, '')}-keeps-to-itself`,
  severity: 'error',
  from: { path: from },
  to: { path: to, dependencyTypesNot: ['type-only'] },
}))

module.exports = {
  forbidden: [
    ...upward,
    ...siblings,
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphan',
      severity: 'error',
      from: { orphan: true, pathNot: ['^src/(main|sw)\\.ts$', '\\.d\\.ts$', '\\.css$'] },
      to: {},
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\.wasm\\?url$' } },
    {
      name: 'worker-stands-alone',
      severity: 'error',
      comment: 'The service worker serves the shell only; it never sees findings or the API.',
      from: { path: '^src/sw\\.ts$' },
      to: { path: '^src/' },
    },
    {
      name: 'phone-stays-small',
      severity: 'error',
      comment: 'Maps and charts belong to the desk (lazy).',
      from: { path: '^src/', pathNot: '^src/office/' },
      to: { path: 'node_modules/(maplibre-gl|pmtiles|terra-draw|uplot|barcode-detector)' },
    },
    {
      name: 'reader-of-codes-is-lazy',
      severity: 'error',
      comment: 'Only phones whose browser reads no codes load it, and only when somebody may scan.',
      from: {},
      to: { path: 'node_modules/zxing-wasm', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.svelte', '.svelte.ts', '.d.ts', '.css'],
    },
  },
}
