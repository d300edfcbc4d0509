/** What the gate looks at in a request, before anything of it is acted on. */
export interface RequestFacts {
  method: string;
  pathname: string;
  host: string | undefined;
  origin: string | undefined;
  /** `Sec-Fetch-Site`: sent by every current browser, by no script outside one. */
  fetchSite: string | undefined;
  contentType: string | undefined;
  /** Whether the cookie lets the request in. */
  isAdmitted: boolean;
}

/** Why a request is refused, as an HTTP status and one sentence. */
export interface Refusal {
  status: 403 | 405 | 415 | 421;
  reason: string;
}

/**
 * Only Galley's own window may speak to its server: not a page of another site, not a name that was made to point
 * here (DNS rebinding), not another program of this computer. Decides; touches nothing.
 *
 * @returns undefined where the request may go on
 */
export function judgeRequest(request: RequestFacts, port: number): Refusal | undefined {
  return judgeSource(request, port) ?? judgeKind(request) ?? judgeAdmission(request);
}

/** The part of the judgement that holds for everybody, with or without a token. */
export function judgeSource(request: RequestFacts, port: number): Refusal | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!request.host || !hosts.includes(request.host.toLowerCase()))
    return {
      status: 421,
      reason: `Galley answers only at 127.0.0.1:${port}. Where you forward a port, use this number on both sides.`,
    };
  if (request.origin !== undefined && request.origin !== `http://${request.host.toLowerCase()}`)
    return { status: 403, reason: 'The request comes from another site.' };
  return undefined;
}

/** Whether a browser says that the request began on a page that is not ours. */
export function isFromElsewhere(request: RequestFacts): boolean {
  return request.fetchSite !== undefined && !['same-origin', 'none'].includes(request.fetchSite);
}

function judgeKind(request: RequestFacts): Refusal | undefined {
  if (isFromElsewhere(request)) return { status: 403, reason: 'The request comes from another site.' };
  const allowed = request.pathname === '/api/call' ? ['POST'] : ['GET', 'HEAD'];
  if (!allowed.includes(request.method)) return { status: 405, reason: 'This is not how to ask for that.' };
  if (request.method !== 'POST') return undefined;
  if (request.origin === undefined)
    return { status: 403, reason: 'The request does not say where it comes from.' };
  const type = request.contentType?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') return { status: 415, reason: 'Calls are JSON.' };
  return undefined;
}

function judgeAdmission(request: RequestFacts): Refusal | undefined {
  if (request.isAdmitted) return undefined;
  return { status: 403, reason: 'This browser has not been let in.' };
}
