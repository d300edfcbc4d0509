import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A web server that plays a site or an interface. */
export interface SiteServer {
  /** `http://127.0.0.1:port`, without a slash at its end. */
  address: string;
  /** Method and path of every request so far. */
  requests: string[];
}

/** Serves what the function answers, on a port of the system's choice, until the running test is over. */
export async function serveSite(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<SiteServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}
