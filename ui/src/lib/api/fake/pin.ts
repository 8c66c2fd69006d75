import type { PinPurpose } from '../bindings';
import type { Commands } from '..';
import { answer, refuse } from './answer';
import { shopper } from './data';
import { presented } from './devices';
import { emit } from './events';
import { scenario } from './scenario';
import { stage } from './stage';

const purpose = (): PinPurpose => {
	if (scenario.is('mark')) return { kind: 'chooseMark' };
	if (scenario.is('turn-on-finger')) return { kind: 'turnOnFingerprint' };
	if (scenario.is('change-pin')) return { kind: 'changePin' };
	if (scenario.is('join')) return { kind: 'confirmJoin', joinId: 'join-1' };
	return scenario.is('passkey') ? { kind: 'createPasskey' } : { kind: 'signIn' };
};

/** Here the PIN's window is a page of its own: asking for it is answered at once. */
export const pinCommands = {
	askPin: (asked) => {
		if (asked.kind !== 'confirmJoin' && asked.kind !== 'storeCode') stage.now = 'ready';
		setTimeout(() => emit('pin-answered', { purpose: asked, done: true }), 200);
		return answer(null);
	},
	pinRequest: () =>
		answer({
			requestId: 1,
			purpose: purpose(),
			shopperName: shopper.name,
			join: scenario.is('join') ? presented() : null,
			device: null,
			permission: null,
			mark: { picture: 2, tint: 3 },
			fingerprint: scenario.is('finger'),
			language: scenario.language
		}),
	answerPin: (_, pin) =>
		pin === '111111' ? refuse({ code: 'approval.pin_wrong', triesLeft: 4 }) : answer(null),
	closePin: () => answer(null),
	touch: () => answer(null),
	lock: () => {
		stage.now = 'locked';
		return answer(null);
	}
} satisfies Partial<Commands>;
