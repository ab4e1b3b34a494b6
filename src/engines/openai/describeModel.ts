/** What a model behind an OpenAI-compatible server is to us, told from its entry in the list and from how it reads DeepSeek's tokens. */
import type { InstalledModel, Role } from '../../core/engine/engine';
import { familyOfName, type ModelFamily } from '../../core/models/family';
import { quantizationOfName } from '../../core/models/quantization';
import type { ListedModel } from './servers';

/** DeepSeek's smallest has 1.3 billion: with its tokens and less than this, it is the toy of this extension. */
const toyParameters = 1e8;

/**
 * A server shows the name its owner chose, which may say nothing. `readsHoles` is what counts then: a model whose vocabulary has the
 * fill-in-the-middle tokens completes, one without them only chats; `undefined` where the server can't be asked.
 */
export function describeModel(listed: ListedModel, readsHoles: boolean | undefined): InstalledModel {
	const { id, root, meta } = listed;
	const family = familyOf([id, root ?? ''], readsHoles);
	const parameters = meta?.n_params;
	const isDemo = (parameters !== undefined && parameters < toyParameters) || id.includes('deepseek-coder-demo');
	const quantization = quantizationOf(meta?.ftype ?? '', id);
	return {
		id,
		label: isDemo ? 'demo model' : shortName(id),
		family,
		...(quantization !== undefined && { quantization }),
		...(parameters !== undefined && { parameters }),
		fileBytes: meta?.size ?? 0,
		...(meta?.n_ctx_train !== undefined && { trainedContextTokens: meta.n_ctx_train }),
		roles: isDemo ? ['completion', 'chat'] : rolesOf(`${id} ${root ?? ''}`, family),
		isDemo,
	};
}

function familyOf(names: readonly string[], readsHoles: boolean | undefined): ModelFamily {
	const named = names.map(familyOfName).find(family => family !== 'other');
	if (named !== undefined) return named;
	// v1 and v2 have the same tokens for holes; how they chat is the server's own template's business.
	return readsHoles ? 'coderV1' : 'other';
}

/** The first role is what it was made for; a name that says neither is an instruct model's, as everywhere. */
function rolesOf(name: string, family: ModelFamily): readonly Role[] {
	if (family === 'reason' || family === 'other' || /v1\.5/i.test(name)) return ['chat'];
	return /\bbase\b|mqa/i.test(name) && !/instruct|chat/i.test(name) ? ['completion'] : ['chat', 'completion'];
}

/** llama-server writes "Q4_K - Medium" and the like; names of files say it as the field does. */
function quantizationOf(ftype: string, id: string): string | undefined {
	const written = ftype.replace(/ - (.).*$/, '_$1').trim();
	return (
		quantizationOfName(written) ?? /(?:^|[-._:])(i?q\d_[\dks](?:_[sml])?|f16|bf16|fp8|awq|gptq)(?:$|[-._])/i.exec(id)?.[1]?.toUpperCase()
	);
}

/** "/models/deepseek-coder-6.7b-base.Q5_K_M.gguf" → "deepseek-coder-6.7b-base.Q5_K_M". */
function shortName(id: string): string {
	return id.replace(/\.gguf$/i, '').replace(/^.*\//, '');
}
