/** Finds a Chromium for the tests and the headless run, and starts it. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isOnPath, run } from './processes.mjs';
import { Missing, saying } from './say.mjs';

const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** The path of a Chromium or Chrome: `$CHROMIUM_PATH`, one that is installed, or Debian's, installed now. */
export async function chromium() {
	const found = installed();
	if (found) return found;
	const command = 'apt-get install -y --no-install-recommends chromium';
	if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
		throw new Missing('No Chromium or Chrome was found.', `Install one (Debian: sudo ${command}), or name its path in $CHROMIUM_PATH.`);
	}
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await saying('Installing Chromium (apt)', async () => {
		await run('apt-get', ['update', '-q'], { env });
		await run('apt-get', command.split(' ').slice(1).concat('fonts-dejavu-core'), { env });
	});
	const now = installed();
	if (!now) throw new Missing('apt installed Chromium, but it is not there.', 'Name its path in $CHROMIUM_PATH.');
	return now;
}

function installed() {
	const { CHROMIUM_PATH, PROGRAMFILES, LOCALAPPDATA } = process.env;
	if (CHROMIUM_PATH) {
		if (!fs.existsSync(CHROMIUM_PATH))
			throw new Missing(`$CHROMIUM_PATH names ${CHROMIUM_PATH}, which is not there.`, 'Name the path of a Chromium or Chrome.');
		return CHROMIUM_PATH;
	}
	const onMac = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(name => `/Applications/${name}.app/Contents/MacOS/${name}`);
	const onWindows = [PROGRAMFILES, LOCALAPPDATA]
		.filter(Boolean)
		.map(base => path.join(String(base), 'Google', 'Chrome', 'Application', 'chrome.exe'));
	const onLinux = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].map(
		name => `/usr/bin/${name}`,
	);
	const places = os.platform() === 'darwin' ? onMac : os.platform() === 'win32' ? onWindows : onLinux;
	return places.find(file => fs.existsSync(file));
}

/** Starts it without a window. */
export async function launchBrowser() {
	const playwright = await import('playwright-core');
	return playwright.chromium.launch({ executablePath: await chromium(), args: flags });
}
