import type { Client } from '../../common/api/client.ts';
import type { SiteInfo } from '../../common/site/site.ts';
import type { Application } from '../../core/application.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** What every command works with: the open blog, behind the same contract that the window calls. */
export interface CommandContext {
  application: Application;
  client: Client;
  site: SiteInfo;
  terminal: Terminal;
  /** Absolute path of the folder that the command was started in. */
  folder: string;
}

/** What a command has to say, as the value of `--json` and for people. Only the one that is asked for is made. */
export interface CommandAnswer {
  json(): unknown;
  /** Lines for people. */
  text(terminal: Terminal): string[];
  /** What the JSON value has no place for: printed on stderr beside it, one line each. */
  besideJson?: readonly string[];
  /** What is printed on stderr either way, one line each. */
  diagnostics?: readonly string[];
  exitCode?: ExitCode;
}
