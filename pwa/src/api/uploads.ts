import type { HttpResponse } from 'tus-js-client'
import { ApiProblem } from './client'
import type { AnyCode } from './problem-codes'

/** One photo on its way by tus 1.0.0 (resumable: what arrived is never sent twice). */
export interface PhotoUpload {
  finding: string
  photo: string
  sha256: string
  kind: string
  /** The photo, or its envelope when `device` says who sealed it. */
  bytes: ArrayBuffer
  device?: { id: string; signature: string }
  /** Where an earlier attempt stopped; HEAD asks the server for its offset. */
  uploadUrl: string | null
  onUrl: (url: string) => void | Promise<void>
  onProgress?: (sent: number, total: number) => void
}

/** Upload; rejects with `ApiProblem`. Arrival is proved by the finding's receipt, not by this. */
export async function uploadPhoto(photo: PhotoUpload): Promise<void> {
  const { Upload, DetailedError } = await import('tus-js-client')
  await new Promise<void>((done, failed) => {
    const upload = new Upload(new Blob([photo.bytes]), {
      endpoint: '/api/uploads',
      uploadUrl: photo.uploadUrl,
      chunkSize: 512 * 1024,
      metadata: {
        finding: photo.finding,
        photo: photo.photo,
        sha256: photo.sha256,
        kind: photo.kind,
        ...(photo.device && { device: photo.device.id, signature: photo.device.signature }),
      },
      uploadDataDuringCreation: true,
      storeFingerprintForResuming: false,
      // Waiting and trying again is decided by sync/push for all items together.
      retryDelays: null,
      onUploadUrlAvailable: () => void (upload.url && photo.onUrl(upload.url)),
      onProgress: (sent, total) => photo.onProgress?.(sent, total ?? photo.bytes.byteLength),
      onSuccess: () => done(),
      onError: (error) => failed(problemOf(error instanceof DetailedError ? error.originalResponse : null)),
    })
    upload.start()
  })
}

function problemOf(response: HttpResponse | null | undefined): ApiProblem {
  if (!response) return new ApiProblem('no-network', 0)
  const status = response.getStatus()
  const wait = Number(response.getHeader('Retry-After'))
  let body: Record<string, unknown> = {}
  try {
    body = JSON.parse(response.getBody()) as Record<string, unknown>
  } catch {
    // A gateway's page or an empty body: the status alone must do.
  }
  const code = typeof body.code === 'string' ? (body.code as AnyCode) : codeOf(status)
  return new ApiProblem(code, status, body, Number.isFinite(wait) && wait > 0 ? wait : null)
}

function codeOf(status: number): AnyCode {
  if (status === 0) return 'no-network'
  if (status === 409) return 'upload-offset'
  if (status === 413) return 'too-large'
  if (status === 423) return 'upload-locked'
  if (status === 401) return 'sign-in-needed'
  return status >= 500 ? 'server-busy' : 'not-the-server'
}
