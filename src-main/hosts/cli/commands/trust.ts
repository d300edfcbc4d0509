import type { CommandAnswer, CommandContext } from '../command.ts';
import { oneLine } from '../terminal.ts';

/** `galley trust`: shows what this repository would run, and trusts it unless it is only to be shown. */
export async function trust({ client }: CommandContext, options: { show?: boolean }): Promise<CommandAnswer> {
  const { trusted, runs } = await client.call(options.show ? 'trust.describe' : 'trust.grant');
  return {
    json: () => ({ trusted, runs }),
    text: () =>
      runs.length === 0
        ? ['This repository runs no programs; it needs no trust.']
        : [
            trusted ? 'This repository is trusted. It may run:' : 'This repository would run:',
            ...runs.map((line) => `  ${oneLine(line)}`),
          ],
  };
}
