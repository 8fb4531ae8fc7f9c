/** A short sentence at the foot of the screen, with at most one action (undo, look). */
export interface ToastMessage {
  id: number
  text: string
  tone: 'ok' | 'wait' | 'trouble' | 'plain'
  action?: { word: string; run: () => void }
}

let count = 0
export const toasts = $state<{ list: ToastMessage[] }>({ list: [] })

/** Show `text` for `seconds`; returns a function that takes it away early. */
export function toast(
  text: string,
  options: { tone?: ToastMessage['tone']; seconds?: number; action?: ToastMessage['action'] } = {},
): () => void {
  const id = ++count
  const { tone = 'plain', seconds = 4, action } = options
  // said twice it stands once; what can be undone is never folded into another
  const others = toasts.list.filter((item) => item.text !== text || item.action || action)
  toasts.list = [...others.slice(-2), { id, text, tone, action }]
  const close = () => {
    toasts.list = toasts.list.filter((item) => item.id !== id)
  }
  setTimeout(close, seconds * 1000)
  return close
}
