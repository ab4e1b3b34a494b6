/** What the chat panel says about the model, from the roster's state. */
import * as vscode from 'vscode';
import type { Roster } from '../../core/engine/roster';
import type { PanelModel } from '../../protocol/panel';
import { describeError } from '../trouble/describeError';
import { modelName } from '../modelName';
import { placeName } from '../placeName';

export function panelModel(roster: Roster): PanelModel {
	const { state } = roster;
	const chats = roster.post('chat')?.model;
	const label = chats ? modelName(chats) : '';
	const reasoner = roster.reasoner?.model;
	const engine = roster.post('chat')?.engine;
	const base = {
		label,
		isDemo: chats?.isDemo ?? false,
		...(engine?.isElsewhere === true && { elsewhere: placeName(engine.place) }),
		...(reasoner && { reasoner: modelName(reasoner) }),
	};
	switch (state.kind) {
		case 'starting':
		case 'loading':
			return { ...base, state: state.kind };
		case 'noModel':
			return { ...base, state: 'none', problem: vscode.l10n.t('No model is installed yet. Run "DeepSeek Coder: Get a Model".') };
		case 'trouble':
			return { ...base, state: 'trouble', problem: describeError(state.error) };
		case 'waiting':
		case 'ready':
			return { ...base, state: 'ready' };
	}
}
