import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Makes the demo workspace a repository with one commit, and a change to commit. */
export function commitAndChange(workspace: string): void {
	git(workspace, 'init', '--quiet');
	git(workspace, 'add', '.');
	git(workspace, 'commit', '--quiet', '-m', 'Begin');
	fs.appendFileSync(path.join(workspace, 'src', 'users.ts'), '\nexport const nobody: User[] = [];\n');
}

export function git(workspace: string, ...args: string[]): string {
	return execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.c', ...args], { cwd: workspace, encoding: 'utf8' });
}
