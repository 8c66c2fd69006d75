import type { PinPurpose, PinResult } from '../bindings';
import type { Commands } from '..';
import { answer, refuse } from './answer';
import { inDays, shopper } from './data';
import { presented } from './devices';
import { emit } from './events';
import { QR } from './picture';
import { passkeyOf, removePasskey } from './passkeys';
import { scenario } from './scenario';
import { stage } from './stage';

const purpose = (): PinPurpose => {
	if (scenario.is('mark')) return { kind: 'chooseMark' };
	if (scenario.is('totp')) return { kind: 'setUpTotp' };
	if (scenario.is('codes')) return { kind: 'renewRecoveryCodes' };
	if (scenario.is('turn-on-finger')) return { kind: 'turnOnFingerprint' };
	if (scenario.is('change-pin')) return { kind: 'changePin' };
	if (scenario.is('add-passkey')) return { kind: 'addPasskey' };
	if (scenario.is('remove-passkey')) return { kind: 'removePasskey', passkeyId: 'passkey-1' };
	if (scenario.is('join')) return { kind: 'confirmJoin', joinId: 'join-1' };
	return scenario.is('passkey') ? { kind: 'createPasskey' } : { kind: 'signIn' };
};

const CODES = Array.from({ length: 10 }, (_, index) => `K7QD-2M4X-9RT${index}-0Z8W-M3VC-7H4${index}`);

const result = (): PinResult => {
	const { kind } = purpose();
	if (kind === 'setUpTotp')
		return { kind: 'totp', secret: 'GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ', qr: QR };
	return kind === 'renewRecoveryCodes' ? { kind: 'recoveryCodes', codes: CODES } : { kind: 'done' };
};

/** Here the PIN's window is a page of its own: asking for it is answered at once. */
export const pinCommands = {
	askPin: (asked) => {
		if (asked.kind !== 'confirmJoin' && asked.kind !== 'storeCode') stage.now = 'ready';
		if (asked.kind === 'removePasskey') removePasskey(asked.passkeyId);
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
			passkey: scenario.is('remove-passkey') ? passkeyOf('passkey-1') : null,
			mark: { picture: 2, tint: 3 },
			fingerprint: scenario.is('finger'),
			language: scenario.language
		}),
	answerPin: (_, pin) =>
		pin === '111111' ? refuse({ code: 'approval.pin_wrong', triesLeft: 4 }) : answer(result()),
	confirmTotp: (_, code) =>
		code === '000000' ? refuse({ code: 'factor.code_wrong', triesLeft: 4 }) : answer(null),
	saveRecoveryCodes: () => answer('/home/misaki/Downloads/Saifu/Saifu-recovery-codes.txt'),
	takeRecoveryCodes: () => answer(null),
	factors: () =>
		answer({
			totpSince: scenario.is('no-factor') ? null : inDays(-20),
			recoveryCodesLeft: scenario.is('no-factor') ? null : 3,
			recoveryCodesSince: null
		}),
	closePin: () => answer(null),
	touch: () => answer(null),
	lock: () => {
		stage.now = 'locked';
		return answer(null);
	}
} satisfies Partial<Commands>;
