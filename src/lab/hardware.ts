/** `lab hardware`: what the probe finds on this machine, or what a GPU tool's output in a file means. */
import { describeNote, hardwareSentences, fillIn, type Gpu, type HardwareNote } from '../core/plan/hardware';
import { isTool, parseTool, tools } from '../host/gpu/parseTool';
import { probeHardware } from '../host/hardware';
import { readText } from './files';
import { Options, UsageError } from './options';

export async function labHardware(parameters: readonly string[]): Promise<unknown> {
	const options = new Options(parameters, ['tool', 'command', 'from']);
	const file = options.text('from');
	const command = options.text('command') ?? '';
	const tool = options.text('tool') ?? command.split(/\s/)[0] ?? '';
	const machine = await probeHardware();
	if (file === undefined) {
		if (options.text('tool') !== undefined || command !== '')
			throw new UsageError('--tool and --command say how to read a file; name it with --from');
		return shown(machine.gpus, machine.notes, machine);
	}
	if (!isTool(tool)) throw new UsageError(`--tool takes ${tools.join(', ')}, not "${tool}"`);
	const { gpus, notes } = parseTool(tool, command, await readText(file));
	return shown(gpus, notes, machine);
}

function shown(
	gpus: readonly Gpu[],
	notes: readonly HardwareNote[],
	{ ram, cores }: { readonly ram: unknown; readonly cores: number },
): unknown {
	return { gpus: gpus.map(shownGpu), ram, cores, notes: notes.map(describeNote) };
}

function shownGpu({ problem, ...gpu }: Gpu): unknown {
	return problem === undefined ? gpu : { ...gpu, problem: fillIn(hardwareSentences[problem], [gpu.name]) };
}
