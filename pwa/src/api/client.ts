import type { AnyCode, ProblemCode } from './problem-codes'

/**
 * The only door to the network (photos go by tus through `uploadDoor` of this module).
 * JSON in, JSON out; RFC 9457 problems become `ApiProblem`; anything that does not look like
 * our server (a captive portal's page) becomes `not-the-server`, never a success.
 */
export class ApiProblem extends Error {
  readonly code: AnyCode
  /** 0 when no answer came. */
  readonly status: number
  /** Members of the problem document beside code and status (field errors, the other version, …). */
  readonly body: Record<string, unknown>
  /** Seconds the server asks us to wait, if it does. */
  readonly retryAfter: number | null

  constructor(code: AnyCode, status: number, body: Record<string, unknown> = {}, retryAfter: number | null = null) {
    super(code)
    this.name = 'ApiProblem'
    this.code = code
    this.status = status
    this.body = body
    this.retryAfter = retryAfter
  }
}

export interface Answer<T> {
  status: number
  /** `null` for 204 and 304. */
  data: T
  etag: string | null
  /** Server time of the `Date` header in ms, to know how far the phone's clock is off. */
  date: number | null
}

interface Options {
  /** An object is serialised; a string is sent byte for byte, bytes as a sealed envelope. */
  body?: unknown
  /** Bytes with their own type instead of JSON. */
  file?: Blob | null
  etag?: string | null
  timeoutMs?: number
  signal?: AbortSignal
  keepalive?: boolean
  headers?: Record<string, string>
  /** Without the session, even where somebody is signed in: who reports is nobody. */
  anonymous?: boolean
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const signedOutListeners = new Set<() => void>()
const contactListeners = new Set<(date: number | null) => void>()

/** Be told when the server asks to sign in again. */
export function onSignInNeeded(listener: () => void): void {
  signedOutListeners.add(listener)
}

/** Be told whenever our server answered (with its clock): the network is really there. */
export function onContact(listener: (date: number | null) => void): void {
  contactListeners.add(listener)
}

/** Send one request; resolves for 2xx and 304, rejects with `ApiProblem` for everything else. */
export async function send<T>(method: Method, path: string, options: Options = {}): Promise<Answer<T>> {
  const response = await reach(method, path, options)
  const header = response.headers.get('Date')
  const date = header ? Date.parse(header) : null
  const type = response.headers.get('Content-Type') ?? ''
  if (response.status === 304 || response.status === 204) {
    contactListeners.forEach((listener) => listener(date))
    return { status: response.status, data: null as T, etag: response.headers.get('ETag'), date }
  }
  if (response.type === 'opaqueredirect' || !/^application\/([\w.+-]+\+)?json\b/.test(type)) {
    throw strangeAnswer(response.status)
  }
  let data: unknown
  try {
    data = await response.json()
  } catch {
    throw new ApiProblem('no-network', 0)
  }
  if (!response.ok) throw problemOf(response, data)
  contactListeners.forEach((listener) => listener(date))
  return { status: response.status, data: data as T, etag: response.headers.get('ETag'), date }
}

async function reach(method: Method, path: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers }
  let body: string | Blob | ArrayBuffer | undefined
  if (options.file) {
    headers['Content-Type'] = options.file.type || 'application/octet-stream'
    body = options.file
  } else if (options.body instanceof ArrayBuffer) {
    headers['Content-Type'] = 'application/vnd.sidak.sealed'
    body = options.body
  } else if (method !== 'GET') {
    headers['Content-Type'] = 'application/json'
    if (typeof options.body === 'string') body = options.body
    else if (options.body !== undefined || method === 'POST') body = JSON.stringify(options.body ?? {})
  }
  if (options.etag) headers['If-None-Match'] = options.etag
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 20_000)
  try {
    return await fetch(path, {
      method,
      headers,
      body,
      credentials: options.anonymous ? 'omit' : 'same-origin',
      redirect: 'manual',
      cache: 'no-store',
      keepalive: options.keepalive,
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    })
  } catch {
    throw new ApiProblem('no-network', 0)
  }
}

/** A page instead of JSON: a gateway's error is "server busy", a 2xx or a redirect is someone else's network. */
function strangeAnswer(status: number): ApiProblem {
  if (status === 413) return new ApiProblem('too-large', status)
  if (status === 401) return new ApiProblem('not-the-server', status)
  if (status >= 500) return new ApiProblem('server-busy', status)
  return new ApiProblem('not-the-server', status)
}

function problemOf(response: Response, data: unknown): ApiProblem {
  const body = (data && typeof data === 'object' ? data : {}) as Record<string, unknown>
  const code = (typeof body.code === 'string' ? body.code : 'server-error') as ProblemCode
  const wait = Number(response.headers.get('Retry-After'))
  if (code === 'sign-in-needed') signedOutListeners.forEach((listener) => listener())
  return new ApiProblem(code, response.status, body, Number.isFinite(wait) && wait > 0 ? wait : null)
}

/** GET and return the JSON. */
export async function get<T>(path: string, options: Options = {}): Promise<T> {
  return (await send<T>('GET', path, options)).data
}

/** POST an object as JSON and return the JSON answer. */
export async function post<T>(path: string, body: unknown = {}, options: Options = {}): Promise<T> {
  return (await send<T>('POST', path, { ...options, body })).data
}

/** PATCH an object as JSON and return the JSON answer. */
export async function patch<T>(path: string, body: unknown, options: Options = {}): Promise<T> {
  return (await send<T>('PATCH', path, { ...options, body })).data
}

/** DELETE; most answers are empty. */
export async function remove<T = null>(path: string, options: Options = {}): Promise<T> {
  return (await send<T>('DELETE', path, options)).data
}

/** PUT; a string or sealed bytes are sent exactly as they are. */
export async function put<T>(path: string, body: unknown, options: Options = {}): Promise<Answer<T>> {
  return send<T>('PUT', path, { ...options, body })
}

/** The end of a file inside a ZIP that is made while it is sent (PKWARE APPNOTE 4.3.9). */
const FILE_END = [0x50, 0x4b, 0x07, 0x08]

/** How many files of a ZIP end in this piece; `seen` carries a mark that the piece before cut in two. */
export function endedFiles(piece: Uint8Array, seen: { marks: number }): number {
  let ended = 0
  for (const byte of piece) {
    seen.marks = byte === FILE_END[seen.marks] ? seen.marks + 1 : byte === FILE_END[0] ? 1 : 0
    if (seen.marks < FILE_END.length) continue
    ended++
    seen.marks = 0
  }
  return ended
}

/** A file the server gave, with the name it is to be saved under. */
export interface Given {
  blob: Blob
  name: string
}

const nameOf = (response: Response): string =>
  /filename="?([^";]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'sidak'

/** POST a question whose answer is a file: what narrows it may name somebody, and stands in no address. */
export async function postFile(path: string, body: unknown): Promise<Given> {
  const response = await reach('POST', path, { body, timeoutMs: 120_000 })
  if (!response.ok) throw problemOf(response, await response.json().catch(() => null))
  return { blob: await response.blob(), name: nameOf(response) }
}

/** GET a ZIP that the server makes while it is read, telling how many of its files have come. */
export async function download(path: string, told: (done: number, all: number) => void, signal: AbortSignal): Promise<Given> {
  const response = await reach('GET', path, { timeoutMs: 3_600_000, signal })
  if (!response.ok) throw problemOf(response, await response.json().catch(() => null))
  const all = Number(response.headers.get('Sidak-Files'))
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const seen = { marks: 0 }
  const body = response.body?.getReader()
  let done = 0
  try {
    for (let next = await body?.read(); next && !next.done; next = await body?.read()) {
      pieces.push(next.value)
      done += endedFiles(next.value, seen)
      told(Math.min(done, all), all)
    }
  } catch {
    throw new ApiProblem('no-network', 0)
  }
  return { blob: new Blob(pieces, { type: 'application/zip' }), name: nameOf(response) }
}

/** PUT a file as it is: a scan of a paper. */
export async function putFile<T>(path: string, file: Blob, options: Options = {}): Promise<T> {
  return (await send<T>('PUT', path, { ...options, file, timeoutMs: 120_000 })).data
}
