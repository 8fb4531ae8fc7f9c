/** Passkeys of the browser (WebAuthn Level 3); bytes travel as base64url, as the contract has them. */

type Json = Record<string, unknown>

/** Whether this browser has passkeys here: they belong to a name, never to a number (WebAuthn §5.1.3). */
export function hasPasskeys(): boolean {
  return 'PublicKeyCredential' in window && !/^[\d.]+$|:/.test(location.hostname)
}

/** Let an authenticator make a passkey; null when its owner or the browser says no. */
export async function makePasskey(options: Json): Promise<Json | null> {
  const known = (options.excludeCredentials as { id: string; type: 'public-key' }[] | undefined) ?? []
  const user = options.user as { id: string; name: string; displayName: string }
  const made = await quietly(() =>
    navigator.credentials.create({
      publicKey: {
        ...(options as unknown as PublicKeyCredentialCreationOptions),
        challenge: bytes(options.challenge as string),
        user: { ...user, id: bytes(user.id) },
        excludeCredentials: known.map((one) => ({ ...one, id: bytes(one.id) })),
      },
    }),
  )
  if (!made) return null
  const response = made.response as AuthenticatorAttestationResponse
  return {
    id: made.id,
    client_data_json: text(response.clientDataJSON),
    attestation_object: text(response.attestationObject),
  }
}

/** Let any passkey of this site sign; null when there is none, or its owner or the browser says no. */
export async function signWithPasskey(options: Json): Promise<Json | null> {
  const signed = await quietly(() =>
    navigator.credentials.get({
      publicKey: {
        ...(options as unknown as PublicKeyCredentialRequestOptions),
        challenge: bytes(options.challenge as string),
        allowCredentials: [],
      },
    }),
  )
  if (!signed) return null
  const response = signed.response as AuthenticatorAssertionResponse
  return {
    id: signed.id,
    client_data_json: text(response.clientDataJSON),
    authenticator_data: text(response.authenticatorData),
    signature: text(response.signature),
    user_handle: response.userHandle ? text(response.userHandle) : null,
  }
}

/** The browser tells no more than that it did not come to it: who cancels and who has none look alike. */
async function quietly(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    return (await ask()) as PublicKeyCredential | null
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer))
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
