/** Takes user names, passwords and tokens out of addresses, so that git's words can be shown and kept. */
export function redactCredentials(text: string): string {
  return text
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/'"]+@/gi, '$1')
    .replace(/\b(authorization: *(?:basic|bearer) +)\S+/gi, '$1…')
    .replace(/\b((?:access_token|private_token|token|password)=)[^\s&'"]+/gi, '$1…');
}
