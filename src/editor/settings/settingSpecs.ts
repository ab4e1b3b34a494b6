/**
 * Every setting once: its id below `deepseekCoder.`, its default, and what is allowed. The manifest and the README hold the same; a test compares.
 * Imports nothing, so that the test can read it outside VS Code.
 */
export interface SettingSpec<T> {
	readonly default: T;
	/** The value as the code uses it, or `undefined` when it is not allowed. */
	readonly parse: (value: unknown) => T | undefined;
	/** What is allowed, for the message about a wrong value. */
	readonly allowed: string;
}

export const settingSpecs = {
	engine: oneOf(['auto', 'embedded', 'ollama', 'openai']),
	'model.completion': text('auto', '"auto" or a model name'),
	'model.chat': text('auto', '"auto" or a model name'),
	contextTokens: autoOr(512, 262144),
	'memory.reserveMiB': integer(512, 0, 65536),
	'memory.gpuLayers': autoOr(0, 1024),
	'memory.kvCacheType': oneOf(['auto', 'f16', 'q8_0', 'q4_0']),
	'ollama.host': text('', 'an address such as http://127.0.0.1:11434, or nothing'),
	'ollama.headers': headers(),
	'ollama.keepAliveMinutes': integer(30, -1, 1440),
	'openai.url': text('', 'an address such as http://server:8000/v1, or nothing'),
	'openai.headers': headers(),
	'embedded.gpu': oneOf(['auto', 'off']),
	'embedded.threads': autoOr(1, 256),
	'embedded.speculation': oneOf(['auto', 'off']),
	'embedded.keepAliveMinutes': integer(30, -1, 1440),
	'embedded.modelFolders': folders(),
	'completion.enabled': switches(),
	'completion.trigger': oneOf(['automatic', 'manual']),
	'completion.excludeFiles': globs(),
	'completion.maxLines': integer(12, 1, 100),
	'completion.timeTargetMs': integer(1000, 100, 30000),
	'completion.pauseOnBattery': truth(false),
	'nextEdit.enabled': truth(false),
	'chat.language': oneOf(['auto', 'en', 'tr', 'zh-cn']),
	'chat.pricePerMillionTokens': amount(0, 0, 1000),
} as const;

export type SettingId = keyof typeof settingSpecs;
export type SettingValue<Id extends SettingId> = (typeof settingSpecs)[Id] extends SettingSpec<infer T> ? T : never;

function oneOf<const T extends string>(values: readonly [T, ...T[]]): SettingSpec<T> {
	return { default: values[0], parse: value => values.find(each => each === value), allowed: values.join(', ') };
}

function text(fallback: string, allowed: string): SettingSpec<string> {
	return { default: fallback, parse: value => (typeof value === 'string' ? value.trim() : undefined), allowed };
}

function integer(fallback: number, least: number, most: number): SettingSpec<number> {
	return { default: fallback, parse: value => (isIntegerIn(value, least, most) ? value : undefined), allowed: `${least} to ${most}` };
}

function truth(fallback: boolean): SettingSpec<boolean> {
	return { default: fallback, parse: value => (typeof value === 'boolean' ? value : undefined), allowed: 'true or false' };
}

function amount(fallback: number, least: number, most: number): SettingSpec<number> {
	const isIn = (value: unknown): value is number => typeof value === 'number' && value >= least && value <= most;
	return { default: fallback, parse: value => (isIn(value) ? value : undefined), allowed: `${least} to ${most}` };
}

function autoOr(least: number, most: number): SettingSpec<number | 'auto'> {
	const parse = (value: unknown) => (value === 'auto' || isIntegerIn(value, least, most) ? value : undefined);
	return { default: 'auto', parse, allowed: `"auto" or ${least} to ${most}` };
}

function headers(): SettingSpec<Readonly<Record<string, string>>> {
	const isHeader = ([name, value]: [string, unknown]) => /^[\w-]+$/.test(name) && typeof value === 'string' && !/[\r\n]/.test(value);
	return {
		default: {},
		parse: value => (isRecord(value) && Object.entries(value).every(isHeader) ? (value as Record<string, string>) : undefined),
		allowed: 'header names with one-line texts',
	};
}

function folders(): SettingSpec<readonly string[]> {
	const isText = (each: unknown): each is string => typeof each === 'string';
	return { default: [], parse: value => (Array.isArray(value) && value.every(isText) ? value : undefined), allowed: 'a list of folders' };
}

function globs(): SettingSpec<readonly string[]> {
	return { ...folders(), allowed: 'a list of patterns such as "**/secrets/**"' };
}

function switches(): SettingSpec<Readonly<Record<string, boolean>>> {
	const isSwitch = (each: unknown) => typeof each === 'boolean';
	return {
		default: { '*': true },
		parse: value => (isRecord(value) && Object.values(value).every(isSwitch) ? (value as Record<string, boolean>) : undefined),
		allowed: 'language ids, or "*", with true or false',
	};
}

function isIntegerIn(value: unknown, least: number, most: number): value is number {
	return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
