import { runAskpass } from '../core/git/askpass/askpass-client.ts';

process.exitCode = await runAskpass({
  environment: process.env,
  prompt: process.argv[2] ?? '',
  print: (text) => process.stdout.write(text),
});
