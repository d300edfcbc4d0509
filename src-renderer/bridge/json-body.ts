/** Characters that are put into a body in one go: some milliseconds of work. */
const piece = 1 << 20;

/**
 * A call as the JSON body of a request. What it carries of a file (`bytes`, in base64) is put in piece by piece, with the
 * window free to answer in between: in one go a large picture would hold it up for seconds.
 */
export async function jsonBody(method: string, input: unknown): Promise<string | Blob> {
  const bytes = bytesOf(input);
  if (bytes === undefined || bytes.length <= piece) return JSON.stringify({ method, input });
  const { bytes: _bytes, ...others } = input as Record<string, unknown>;
  // As the last key of the input its place is known, whatever the others say.
  const around = JSON.stringify({ method, input: { ...others, bytes: '' } });
  const at = around.length - '"}}'.length;
  const parts = [new Blob([around.slice(0, at)])];
  for (let from = 0; from < bytes.length; from += piece) {
    parts.push(new Blob([JSON.stringify(bytes.slice(from, from + piece)).slice(1, -1)]));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return new Blob([...parts, around.slice(at)]);
}

function bytesOf(input: unknown): string | undefined {
  const isGiven = typeof input === 'object' && input !== null && 'bytes' in input;
  return isGiven && typeof input.bytes === 'string' ? input.bytes : undefined;
}
