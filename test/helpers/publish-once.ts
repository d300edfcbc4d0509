import { blogOver } from './publishing.ts';

/**
 * A program that publishes one post, or brings in what others published, for tests that kill it. It says `ready` just
 * before it begins, and the outcome at the end. Arguments: the folder above the blog, the working tree, and the path of
 * the post; without one it brings in.
 */
const [parent = '', tree = '', path = ''] = process.argv.slice(2);
const { publish, bringIn } = blogOver(parent, { tree });
process.stdout.write('ready\n');
const outcome = path === '' ? (await bringIn()).kind : (await publish({ paths: [path] })).outcome;
process.stdout.write(`${outcome}\n`);
