/** Reads `--name value` arguments and says in one line what is wrong with them. */

/** A mistake in the arguments: one line for the person, exit code 2. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

export class Options {
	private readonly values = new Map<string, string>();

	/** @param known the names that this command takes, without the dashes. */
	constructor(parameters: readonly string[], known: readonly string[]) {
		for (let index = 0; index < parameters.length; index += 2) {
			const [name = '', inline] = (parameters[index] ?? '').replace(/^--/, '').split(/=(.*)/s);
			if (!parameters[index]?.startsWith('--'))
				throw new UsageError(`"${parameters[index] ?? ''}" is not expected here; options are written --name value`);
			if (!known.includes(name)) throw new UsageError(`--${name} is not known; known are ${known.map(each => `--${each}`).join(', ')}`);
			const value = inline ?? parameters[index + 1];
			if (inline !== undefined) index--;
			if (value === undefined) throw new UsageError(`--${name} needs a value`);
			if (this.values.has(name)) throw new UsageError(`--${name} is given twice`);
			this.values.set(name, value);
		}
	}

	/** An empty text says nothing. */
	text(name: string): string | undefined {
		const text = this.values.get(name);
		return text === '' ? undefined : text;
	}

	/** A number within bounds; fractions only where `isWhole` is false. */
	number(
		name: string,
		{ least, most, isWhole = true }: { readonly least: number; readonly most: number; readonly isWhole?: boolean },
	): number | undefined {
		const text = this.values.get(name);
		if (text === undefined) return undefined;
		const value = Number(text);
		const isGood = text.trim() !== '' && value >= least && value <= most && (!isWhole || Number.isInteger(value));
		if (!isGood) throw new UsageError(`--${name} takes ${isWhole ? 'a whole number' : 'a number'} from ${least} to ${most}, not "${text}"`);
		return value;
	}

	oneOf<T extends string>(name: string, choices: readonly T[]): T | undefined {
		const text = this.values.get(name);
		if (text === undefined) return undefined;
		const choice = choices.find(each => each === text);
		if (choice === undefined) throw new UsageError(`--${name} takes ${choices.join(', ')}, not "${text}"`);
		return choice;
	}
}
