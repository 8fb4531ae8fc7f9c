import { expect, it } from 'vitest'

/** Only what is ours and listed becomes markup or code; the browser refuses the rest (core/http.py). */
it('lets the outlines of icons and the scale bar pass, and no other markup', async () => {
  const { markup } = await import('../src/ui/trusted')
  const { icons } = await import('../src/ui/icons')
  expect(markup(icons.tick)).toBe(icons.tick)
  expect(markup('200&nbsp;km')).toBe('200&nbsp;km')
  for (const text of ['<img src=x onerror=alert(1)>', `${icons.tick}<script>`, '1&nbsp;<b>', 'Tersimpan', '']) {
    expect(markup(text), text).toBeNull()
  }
})

it('lets our own workers start, and no other script', async () => {
  globalThis.location ??= new URL('https://sidak.contoh/meja') as unknown as Location
  const { script } = await import('../src/ui/trusted')
  const own = location.origin
  for (const address of ['/sw.js', `${own}/assets/work.worker-1a2b.js`, `blob:${own}/0b1c`]) expect(script(address)).toBe(address)
  for (const address of [
    'https://lain.example/sw.js', '//lain.example/assets/a.js', 'data:text/javascript,1', 'javascript:1',
    `${own}/api/photos/1`, `${own}/assets/../api/x.js`, 'blob:https://lain.example/1', '/assets/a.js/../../lain',
  ]) {
    expect(script(address), address).toBeNull()
  }
})
