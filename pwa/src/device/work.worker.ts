import { solve } from './work'

/** Works beside the page, so that typing stays smooth. */
onmessage = ({ data }: MessageEvent<{ challenge: string; bits: number }>) => postMessage(solve(data.challenge, data.bits))
