/**
 * Asks git which files it ignores. VS Code's git extension has such a call, but it takes git's exit for the end of its output (VS Code 1.109), so that
 * under load it says of ignored files that they are not.
 */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** Exit codes of `git check-ignore`. */
const someIgnored = 0;
const noneIgnored = 1;

/**
 * @param git path of the program
 * @param root of the repository that holds the files
 * @returns those of the paths that git ignores; `undefined` when it does not say
 */
export async function gitIgnores(git: string, root: string, paths: readonly string[]): Promise<ReadonlySet<string> | undefined> {
	const child = spawn(git, ['-C', root, 'check-ignore', '-z', '--stdin'], { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
	const ended = new Promise<number | null>(resolve => child.once('error', () => resolve(null)).once('close', resolve));
	child.stdin.once('error', () => undefined); // git ended before it read all; its exit code says so
	child.stdin.end(paths.join('\0'));
	const [output, code] = await Promise.all([text(child.stdout), ended]);
	if (code === noneIgnored) return new Set();
	return code === someIgnored ? new Set(output.split('\0').filter(Boolean)) : undefined;
}
