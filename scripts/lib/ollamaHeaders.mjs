/**
 * Three headers that llama.cpp keeps in a folder named `vendor`, which Go leaves out of every module. nlohmann/json is the real one, from
 * Debian; the image and audio decoders are not needed for text models and are replaced by ones that decode nothing.
 */
import fs from 'node:fs';
import path from 'node:path';
import { remove, temporaryFolder } from './leftBehind.mjs';
import { isOnPath, run } from './processes.mjs';
import { Missing } from './say.mjs';

const standard = ['cerrno', 'cstdarg', 'cstdio', 'cstdlib', 'cstring'].map(name => `#include <${name}>`).join('\n');

const stbImage = `#pragma once
${standard}
static inline unsigned char *stbi_load_from_memory(const unsigned char *, int, int *, int *, int *, int) { return nullptr; }
static inline void stbi_image_free(void *) {}
`;

const miniaudio = `#pragma once
${standard}
typedef int ma_result;
typedef unsigned long long ma_uint64;
enum { MA_SUCCESS = 0, MA_ERROR = -1, ma_format_f32 = 5 };
struct ma_decoder_config { int format, channels, rate; };
struct ma_decoder { int unused; };
static inline ma_decoder_config ma_decoder_config_init(int f, int c, int r) { return {f, c, r}; }
static inline ma_result ma_decoder_init_memory(const void *, size_t, const ma_decoder_config *, ma_decoder *) { return MA_ERROR; }
static inline ma_result ma_decoder_get_length_in_pcm_frames(ma_decoder *, ma_uint64 *n) { *n = 0; return MA_ERROR; }
static inline ma_result ma_decoder_read_pcm_frames(ma_decoder *, void *, ma_uint64, ma_uint64 *n) { *n = 0; return MA_ERROR; }
static inline ma_result ma_decoder_uninit(ma_decoder *) { return MA_SUCCESS; }
`;

/** @param {string} folder to be put on the compiler's include path */
export async function writeMissingHeaders(folder) {
	write(path.join(folder, 'stb', 'stb_image.h'), stbImage);
	write(path.join(folder, 'miniaudio', 'miniaudio.h'), miniaudio);
	const json = path.join(folder, 'nlohmann');
	if (fs.existsSync(path.join(json, 'json_fwd.hpp'))) return;
	const system = '/usr/include/nlohmann';
	if (fs.existsSync(path.join(system, 'json_fwd.hpp'))) fs.cpSync(system, json, { recursive: true });
	else await downloadJson(json);
}

/** Unpacks Debian's package beside the system: nothing is installed, so nobody has to be root. */
async function downloadJson(folder) {
	const name = 'nlohmann-json3-dev';
	if (!isOnPath('apt-get') || !isOnPath('dpkg-deb')) {
		throw new Missing(
			"Ollama can't be built here: the headers of nlohmann/json are missing.",
			`Install them (Debian: apt-get install ${name}).`,
		);
	}
	const temporary = temporaryFolder('headers');
	fs.chmodSync(temporary, 0o755); // apt drops to a user of its own
	try {
		const download = () => run('apt-get', ['download', '-q', name], { cwd: temporary });
		await download().catch(async () => {
			await run('apt-get', ['update', '-q']);
			await download();
		});
		const archive = fs.readdirSync(temporary).find(file => file.endsWith('.deb'));
		await run('dpkg-deb', ['-x', path.join(temporary, String(archive)), path.join(temporary, 'x')]);
		fs.cpSync(path.join(temporary, 'x', 'usr', 'include', 'nlohmann'), folder, { recursive: true });
	} finally {
		remove(temporary);
	}
}

function write(file, text) {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	fs.writeFileSync(file, text);
}
