import type { Channel } from '@tauri-apps/api/core';
import type { FingerprintState, FingerStep } from '../bindings';
import type { Commands } from '..';
import { answer, refuse } from './answer';
import { outcome } from './approval';
import { scenario } from './scenario';

let state: FingerprintState = scenario.is('finger') ? 'on' : 'ready';
let stop: (() => void) | undefined;

/** As the shell makes them; nobody is behind it. */
export const channel = <T>(handle: (message: T) => void) => ({ onmessage: handle }) as unknown as Channel<T>;

/** The first touch is not read, the second one is right; or nobody touches. */
async function touched(steps: Channel<FingerStep>): Promise<void> {
	steps.onmessage('touch');
	await new Promise<void>((resolve, reject) => {
		stop = () => reject({ code: 'fingerprint.stopped', message: 'fake' });
		setTimeout(() => steps.onmessage('again'), 600);
		if (scenario.is('finger')) setTimeout(resolve, 60_000);
	});
}

export const fingerCommands = {
	fingerprintState: () => answer(state),
	turnOffFingerprint: () => {
		state = 'ready';
		return answer(null);
	},
	approveByFingerprint: async (_, __, steps) => {
		await touched(steps);
		return answer(outcome());
	},
	answerByFingerprint: async (_, steps) => {
		if (!scenario.is('finger')) return refuse({ code: 'fingerprint.off' });
		await touched(steps);
		return answer({ kind: 'done' as const });
	},
	stopFingerprint: () => {
		stop?.();
		return answer(null);
	}
} satisfies Partial<Commands>;
