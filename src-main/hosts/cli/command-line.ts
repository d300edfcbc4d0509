import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { createClient } from '../../common/api/client.ts';
import { directBridge } from '../../common/api/direct-bridge.ts';
import { AppError } from '../../common/errors.ts';
import { importFormats } from '../../common/posts/import.ts';
import type { Application, HostAbilities } from '../../core/application.ts';
import { openLastSite } from '../../core/window/open-at-start.ts';
import type { CommandAnswer, CommandContext } from './command.ts';
import { type BuildCommandOptions, build } from './commands/build.ts';
import { check } from './commands/check.ts';
import { history, restore } from './commands/history.ts';
import { type ImportCommandOptions, importPosts } from './commands/import.ts';
import { type InfoCommandOptions, info } from './commands/info.ts';
import { type ListCommandOptions, list } from './commands/list.ts';
import { type NewCommandOptions, newPost } from './commands/new.ts';
import { type PublishCommandOptions, publish, unpublish } from './commands/publish.ts';
import { rename } from './commands/rename.ts';
import { render } from './commands/render.ts';
import { set, unset, type ValueType, valueTypes } from './commands/set.ts';
import { show } from './commands/show.ts';
import { status } from './commands/status.ts';
import { trust } from './commands/trust.ts';
import { type ExitCode, exitCodeOfError, exitCodes } from './exit-codes.ts';
import { oneLine, printDiagnostics, type Terminal } from './terminal.ts';

/** What `galley serve` needs of the host that serves: given from outside, since one host does not know another. */
export type Serve = (
  application: Application,
  options: { port: number; open: boolean; terminal: Terminal },
) => Promise<void>;

export interface CommandLineOptions {
  /** What follows the program's name. */
  arguments: readonly string[];
  /** Absolute path of the folder that the command was started in. */
  folder: string;
  terminal: Terminal;
  version: string;
  createApplication(kind: HostAbilities['kind']): Application;
  serve: Serve;
  /** Hears of failures that are bugs. */
  reportBug(error: unknown): void;
}

interface GlobalOptions {
  site?: string;
  json?: boolean;
  trust?: boolean;
}

/** Runs one command to its end and answers its exit code. Nothing is thrown: a failure is printed as the contract has it. */
export async function runCommandLine(options: CommandLineOptions): Promise<ExitCode> {
  const run: Run = { ...options, exitCode: exitCodes.done };
  try {
    await createProgram(run).parseAsync([...options.arguments], { from: 'user' });
    return run.exitCode;
  } catch (error) {
    return printFailure(run, error);
  }
}

interface Run extends CommandLineOptions {
  exitCode: ExitCode;
}

function createProgram(run: Run): Command {
  const program = new Command('galley')
    .description('Write, preview and publish the blog in your git repository.')
    .version(run.version)
    .option('--site <folder>', 'the blog (default: the one this folder belongs to)')
    .option('--json', 'print one JSON value and nothing else')
    .option('--trust', 'trust this repository with what it would run, as “galley trust” does')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({ writeOut: run.terminal.out, writeErr: () => {}, outputError: () => {} });
  addReading(program, run);
  addWriting(program, run);
  addPublishing(program, run);
  addServe(program, run);
  return program;
}

function addReading(program: Command, run: Run): void {
  program
    .command('info')
    .description('What this blog is.')
    .option('--convention <name>', 'say that it is of this kind, where Galley takes it for another')
    .option('--posts <folder>', 'say that posts lie in this folder; can be given again', collect)
    .addOption(new Option('--forget', 'forget what was said').conflicts(['convention', 'posts']))
    .action(answering(run, (context, options: InfoCommandOptions) => info(context, options)));
  program
    .command('list')
    .description('The posts, newest first.')
    .addOption(new Option('--drafts', 'drafts only').conflicts(['published', 'scheduled']))
    .addOption(new Option('--published', 'only what readers can see').conflicts('scheduled'))
    .addOption(new Option('--scheduled', 'only what is dated in the future'))
    .option('--tag <tag>', 'with this tag or category')
    .option('--query <text>', 'with these words in title or text')
    .option('--since <date>', 'of this date or later', parseDate)
    .option('--until <date>', 'of this date or earlier', parseDate)
    .option('--limit <number>', 'at most so many', parseCount)
    .action(answering(run, (context, options: ListCommandOptions) => list(context, options)));
  program
    .command('show <path>')
    .description('One post.')
    .action(answering(run, (context, path: string) => show(context, path)));
  program
    .command('render <path>')
    .description('The HTML that the preview shows.')
    .action(answering(run, (context, path: string) => render(context, path)));
  program
    .command('check [paths...]')
    .description('What is wrong with posts: front matter, links, pictures, addresses, what is missing.')
    .action(answering(run, (context, paths: string[]) => check(context, paths)));
  program
    .command('build')
    .description('The whole blog as a web site, made by Galley itself.')
    .option('--out <folder>', 'where it goes (default: _site in the blog)')
    .option('--drafts', 'with drafts and posts of the future')
    .action(answering(run, (context, options: BuildCommandOptions) => build(context, options)));
}

function addWriting(program: Command, run: Run): void {
  program
    .command('new <title>')
    .description('Creates a post where and as the blog has them.')
    .option('--draft', 'as a draft')
    .option('--date <date>', 'with this date instead of today’s')
    .option('--tag <tag>', 'with this tag; can be given again', collect)
    .action(
      answering(run, (context, title: string, options: NewCommandOptions) =>
        newPost(context, title, options),
      ),
    );
  program
    .command('import <file>')
    .description('Brings posts of another program here, with their pictures; replaces nothing.')
    .addOption(
      new Option('--from <program>', 'what gave the file out (default: told by the file)').choices(
        importFormats,
      ),
    )
    .option('--no-download', 'leave pictures that the file does not hold where they are')
    .action(
      answering(run, (context, file: string, options: ImportCommandOptions) =>
        importPosts(context, file, options),
      ),
    );
  program
    .command('set <path> <key> <value>')
    .description('Changes one front matter value and no other byte.')
    .addOption(
      new Option('--type <type>', 'what the value is (default: as before; text if new)').choices(valueTypes),
    )
    .action(
      answering(run, (context, path: string, key: string, value: string, options: { type?: ValueType }) =>
        set(context, path, key, value, options),
      ),
    );
  program
    .command('unset <path> <key>')
    .description('Takes one front matter key away and no other byte.')
    .action(answering(run, (context, path: string, key: string) => unset(context, path, key)));
  program
    .command('rename <path> <new-slug>')
    .description('Gives a post another slug: moves it, and lets the links to it follow.')
    .option('--redirect', 'list its former address, so that readers are led on from there')
    .action(
      answering(run, (context, path: string, slug: string, options: { redirect?: boolean }) =>
        rename(context, path, slug, options),
      ),
    );
}

function addPublishing(program: Command, run: Run): void {
  program.command('status').description('What publishing would do.').action(answering(run, status));
  program
    .command('publish [paths...]')
    .description('Publishes these posts with the assets they use, and asks the remote.')
    .option('-m, --message <message>', 'what to say about it')
    .option('--all', 'every changed post, and the settings and theme of a blog of Galley’s own')
    .option('--dry-run', 'only say what would go')
    .action(
      answering(run, (context, paths: string[], options: PublishCommandOptions) =>
        publish(context, paths, options),
      ),
    );
  program
    .command('unpublish <path>')
    .description('Takes a post back from its readers: makes it a draft, or removes it, and publishes that.')
    .action(answering(run, (context, path: string) => unpublish(context, path)));
  program
    .command('history <path>')
    .description('Earlier versions of a post, through its renames.')
    .action(answering(run, (context, path: string) => history(context, path)));
  program
    .command('restore <path> <version>')
    .description('Brings an earlier version back as an unpublished edit.')
    .action(answering(run, (context, path: string, version: string) => restore(context, path, version)));
  program
    .command('trust')
    .description('Shows what this repository would run, and trusts it.')
    .option('--show', 'only show it')
    .action(answering(run, (context, options: { show?: boolean }) => trust(context, options)));
}

function addServe(program: Command, run: Run): void {
  program
    .command('serve [folder]')
    .description('The window in a browser of this computer, with the blog in that folder.')
    .option('--port <number>', 'at this port instead of a free one', parsePort, 0)
    .option('--open', 'open the browser as well')
    .addOption(new Option('--last', 'without --site: the blog that was open last').hideHelp())
    .action((folder: string | undefined, options: ServeCommandOptions, command: Command) => {
      const given = { ...options, ...command.optsWithGlobals<GlobalOptions>() };
      return serve(run, { ...given, ...(folder !== undefined && { site: resolve(run.folder, folder) }) });
    });
}

/** Makes a command of ours one of commander's. */
function answering<Arguments extends unknown[]>(
  run: Run,
  command: (context: CommandContext, ...given: Arguments) => Promise<CommandAnswer>,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    // Commander adds the options and the command itself behind the arguments.
    const global = (given.at(-1) as Command).optsWithGlobals<GlobalOptions>();
    run.exitCode = await answer(run, global, (context) =>
      command(context, ...(given.slice(0, -1) as Arguments)),
    );
  };
}

/** Opens the blog, runs the command on it and prints what it answers. */
async function answer(
  run: Run,
  global: GlobalOptions,
  command: (context: CommandContext) => Promise<CommandAnswer>,
): Promise<ExitCode> {
  const { terminal, folder } = run;
  const application = run.createApplication('cli');
  try {
    const client = createClient(directBridge(application, run.reportBug));
    const site = await client.call('site.open', { path: global.site ?? folder });
    if (global.trust && site.git) await client.call('trust.grant');
    const given = await command({ application, client, site, terminal, folder });
    const lines = global.json ? [JSON.stringify(await given.json(), null, 2)] : given.text(terminal);
    terminal.out(lines.map((line) => `${line}\n`).join(''));
    if (global.json) printDiagnostics(terminal, given.besideJson ?? []);
    printDiagnostics(terminal, given.diagnostics ?? []);
    return given.exitCode ?? exitCodes.done;
  } finally {
    await application.close();
  }
}

interface ServeCommandOptions {
  port: number;
  open?: boolean;
  last?: boolean;
}

async function serve(run: Run, options: ServeCommandOptions & GlobalOptions): Promise<void> {
  const application = run.createApplication('web');
  try {
    const client = createClient(directBridge(application, run.reportBug));
    if (options.last && !options.site) await openLastSite(application.handlers);
    else await openHere(run, application, options.site);
    if (options.trust && (await client.call('site.current'))?.git) await client.call('trust.grant');
    await run.serve(application, { port: options.port, open: options.open ?? false, terminal: run.terminal });
  } finally {
    await application.close();
  }
}

/** A blog that was named must open. Without a name the window comes up in any case, with its start screen if need be. */
async function openHere(run: Run, application: Application, site: string | undefined): Promise<void> {
  const client = createClient(directBridge(application, run.reportBug));
  try {
    await client.call('site.open', { path: site ?? run.folder });
  } catch (error) {
    if (site !== undefined || !(error instanceof AppError)) throw error;
    run.terminal.error(`galley: ${oneLine(error.message)}\n`);
  }
}

function printFailure(run: Run, error: unknown): ExitCode {
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
  const failure = toAppError(error, run.reportBug);
  const { code, message, next, detail } = failure.toData();
  if (asksForJson(run.arguments)) {
    run.terminal.out(`${JSON.stringify({ error: { code, message, next } }, null, 2)}\n`);
  } else {
    const details = detail?.split('\n').filter((line) => line.trim() !== '') ?? [];
    const lines = [
      `galley: ${oneLine(message)}`,
      ...[...details, ...next].map((line) => `  ${oneLine(line)}`),
    ];
    run.terminal.error(lines.map((line) => `${line}\n`).join(''));
  }
  return exitCodeOfError(failure.code);
}

const help = 'See galley --help.';
/** Who names a folder behind a command means the blog in it. */
const elsewhere = ['To work on a blog elsewhere, name its folder: --site FOLDER.'];

function toAppError(error: unknown, reportBug: (error: unknown) => void): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof CommanderError) {
    if (error.code === 'commander.help')
      return new AppError('bad-input', { message: 'Say what to do.', next: [help] });
    // Commander puts its suggestion on a line of its own.
    const message = oneLine(error.message.replace(/^error: /, ''));
    const next = error.code === 'commander.excessArguments' ? [...elsewhere, help] : [help];
    return new AppError('bad-input', { message, next });
  }
  reportBug(error);
  return new AppError('internal');
}

/** Asked of the words themselves, since a failure may be that they could not be understood. */
function asksForJson(given: readonly string[]): boolean {
  const end = given.indexOf('--');
  return (end === -1 ? given : given.slice(0, end)).includes('--json');
}

function parseDate(value: string): string {
  const isDate = /^\d{4}(-\d{2}(-\d{2}([T ].+)?)?)?$/.test(value) && !Number.isNaN(Date.parse(value));
  if (!isDate) throw new InvalidArgumentError('Give a date such as 2024-05-01.');
  return value;
}

function parseCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('Give a whole number.');
  return Number(value);
}

function parsePort(value: string): number {
  const port = parseCount(value);
  if (port > 65_535) throw new InvalidArgumentError('Give a port from 0 to 65535.');
  return port;
}

function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}
