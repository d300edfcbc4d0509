import { blogOver } from './publishing.ts';

/**
 * A program that publishes one post, for tests that kill it. It says `ready` just before it begins, and the outcome at the
 * end. Arguments: the folder above the blog, the working tree, the path of the post.
 */
const [parent = '', tree = '', path = ''] = process.argv.slice(2);
const { publish } = blogOver(parent, { tree });
process.stdout.write('ready\n');
const { outcome } = await publish({ paths: [path] });
process.stdout.write(`${outcome}\n`);
