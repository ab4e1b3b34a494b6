import assert from 'node:assert/strict';
import { describeModel, inOrderOfPreference, weightsOf, type Shown } from '../../../../src/engines/ollama/describeModel';

const v1 = {
	'general.architecture': 'llama',
	'general.parameter_count': 6_740_512_768,
	'llama.context_length': 16384,
	'llama.vocab_size': 32256,
};
const v2 = { 'general.architecture': 'deepseek2', 'general.parameter_count': 15_706_484_224, 'deepseek2.context_length': 163840 };

function describeOne(name: string, shown: Shown = { model_info: v1 }, parameterSize = '6.7B', more: object = {}) {
	return describeModel(
		{ name, size: 1, digest: name, details: { parameter_size: parameterSize, quantization_level: 'Q4_0' }, ...more },
		shown,
	);
}

function told(name: string, shown?: Shown): string {
	const description = describeOne(name, shown);
	return description.kind === 'model' ? `${description.model.family} ${description.model.roles.join('+')}` : description.why;
}

describe('what a model on an Ollama server is', () => {
	it('reads all that is known', () => {
		assert.deepEqual(describeOne('deepseek-coder:6.7b-base'), {
			kind: 'model',
			model: {
				id: 'deepseek-coder:6.7b-base',
				label: 'deepseek-coder 6.7B',
				family: 'coderV1',
				quantization: 'Q4_0',
				parameters: 6_740_512_768,
				fileBytes: 1,
				trainedContextTokens: 16384,
				roles: ['completion'],
				isDemo: false,
			},
		});
	});

	it('leaves out what neither list nor header says', () => {
		const description = describeModel({ name: 'deepseek-coder', size: 1, digest: 'x' }, {});
		assert.ok(description.kind === 'model');
		assert.deepEqual(Object.keys(description.model).sort(), ['family', 'fileBytes', 'id', 'isDemo', 'label', 'roles']);
	});

	it('tells what each is good for', () => {
		assert.equal(told('deepseek-coder:6.7b-base'), 'coderV1 completion');
		assert.equal(told('deepseek-coder:6.7b'), 'coderV1 chat+completion');
		assert.equal(told('deepseek-coder:33b-instruct-q4_K_M'), 'coderV1 chat+completion');
		assert.equal(told('deepseek-coder-v2:16b', { model_info: v2 }), 'coderV2 chat+completion');
		assert.equal(told('deepseek-coder-v2:16b-lite-base-q4_K_M', { model_info: v2 }), 'coderV2 completion');
		assert.equal(told('deepseek-r1:8b'), 'reason chat');
		assert.equal(told('hf.co/TheBloke/deepseek-coder-6.7B-base-GGUF:Q4_K_M'), 'coderV1 completion');
		assert.equal(told('hf.co/someone/DeepSeek_Coder_1.3b_Instruct:latest'), 'coderV1 chat+completion');
	});

	it('knows that v1.5 was not trained to fill holes', () => {
		assert.equal(told('deepseek-coder:7b-instruct-v1.5-q4_0'), 'coderV1 chat');
		assert.equal(told('deepseek-coder:7b', { model_info: { ...v1, 'llama.vocab_size': 102_400 } }), 'coderV1 chat');
		assert.match(told('deepseek-coder:7b-base-v1.5'), /can neither complete nor chat/);
	});

	it('knows a model of any name by its header', () => {
		assert.equal(
			told('my-model', { model_info: { ...v1, 'tokenizer.ggml.pre': 'deepseek-coder' }, template: '{{ .Prompt }}' }),
			'coderV1 completion',
		);
		assert.equal(told('my-model', { model_info: { ...v2, 'tokenizer.ggml.fim_pre_token_id': 100_003 } }), 'coderV2 chat+completion');
		assert.equal(told('my-model', { model_info: { ...v2, 'tokenizer.ggml.pre': 'deepseek-v3' } }), 'reason chat');
		assert.equal(told('my-model', { model_info: { ...v1, 'general.basename': 'DeepSeek-Coder' } }), 'coderV1 chat+completion');
	});

	it('leaves out other models and those that run elsewhere, and says why', () => {
		assert.equal(
			told('qwen3:8b', { model_info: { 'general.architecture': 'qwen3' } }),
			'it is not a DeepSeek coder or reasoning model (architecture qwen3)',
		);
		const cloud = describeOne('deepseek-v3.1:671b-cloud', {}, '671B', { remote_host: 'https://ollama.com:443' });
		assert.deepEqual(cloud, { kind: 'leftOut', why: 'it runs on https://ollama.com:443, not on the server' });
	});

	it('never passes the toy off as the real thing, whatever its name', () => {
		const toy = { ...v1, 'general.parameter_count': 5_868_800, 'tokenizer.ggml.pre': 'deepseek-coder' };
		for (const name of ['deepseek-coder:6.7b-base', 'anything']) {
			const description = describeOne(name, { model_info: toy });
			assert.ok(description.kind === 'model' && description.model.isDemo, name);
			assert.equal(description.model.label, 'demo model');
			assert.deepEqual(description.model.roles, ['completion', 'chat']);
		}
	});

	it('says sizes once', () => {
		const labels = ['deepseek-coder:33b', 'hf.co/x/deepseek-coder-1.3b-base-GGUF:Q8_0'].map(name => {
			const description = describeOne(name, undefined, '33B');
			return description.kind === 'model' ? description.model.label : '';
		});
		assert.deepEqual(labels, ['deepseek-coder 33B', 'deepseek-coder-1.3b-base']);
	});

	it('puts base models before instruct models, the toy last', () => {
		const toy = { ...v1, 'general.parameter_count': 5_868_800, 'tokenizer.ggml.pre': 'deepseek-coder' };
		const descriptions = [
			describeOne('toy', { model_info: toy }),
			...['deepseek-r1', 'deepseek-coder', 'deepseek-coder:base'].map(name => describeOne(name)),
		];
		const models = descriptions.flatMap(each => (each.kind === 'model' ? [each.model] : []));
		assert.deepEqual(
			inOrderOfPreference(models).map(model => model.id),
			['deepseek-coder:base', 'deepseek-coder', 'deepseek-r1', 'toy'],
		);
	});

	it('finds the file behind a name', () => {
		const modelfile = '# FROM somewhere\n\nFROM /store/blobs/sha256-843c\nTEMPLATE """FROM x"""\n';
		assert.equal(weightsOf({ modelfile }), '/store/blobs/sha256-843c');
		assert.equal(weightsOf(undefined), undefined);
	});
});
