import type { PasskeyView } from '../bindings';
import type { Commands } from '..';
import { answer } from './answer';
import { inDays, inMinutes } from './data';
import { QR } from './picture';
import { scenario } from './scenario';

let passkeys: PasskeyView[] = [
	{
		passkeyId: 'passkey-2',
		kind: 'browser',
		name: 'Chrome（Windows）',
		createdAt: inDays(-20),
		usedAt: inDays(-1)
	},
	{ passkeyId: 'passkey-1', kind: 'securityKey', name: '机のキー', createdAt: inDays(-40), usedAt: null }
];

/** What the PIN in its window does. */
export const removePasskey = (passkeyId: string): void => {
	passkeys = passkeys.filter((one) => one.passkeyId !== passkeyId);
};

export const passkeyOf = (passkeyId: string): PasskeyView | null =>
	passkeys.find((one) => one.passkeyId === passkeyId) ?? null;

export const passkeyCommands = {
	pagePasskeys: () => answer({ passkeys: scenario.is('empty') ? [] : passkeys }),
	passkeyLink: () =>
		answer({
			link: 'http://localhost:8080/passkeys/add#K7QD-2M4X-9RTB',
			code: 'K7QD-2M4X-9RTB',
			qr: QR,
			expiresAt: inMinutes(5)
		})
} satisfies Partial<Commands>;
