import type { DeviceView, JoinView } from '../bindings';
import type { Commands } from '..';
import { answer, refuse } from './answer';
import { inDays, inMinutes, shopper, yen } from './data';
import { QR } from './picture';

const device = (deviceId: string, name: string, days: number): DeviceView => ({
	deviceId,
	name,
	current: deviceId === 'device-1',
	hasPasskey: true,
	createdAt: inDays(days - 90),
	seenAt: inDays(days),
	revokedAt: null,
	policy: {
		verify: 'pin',
		secondFactorFrom: yen(50_000),
		lockAfterSeconds: 300,
		storeCodesUnverified: true
	}
});

let devices = [device('device-1', 'このパソコン', 0), device('device-2', '美咲のスマホ', -4)];

const waiting = (): JoinView => ({ state: 'open', deviceName: null, check: null, expiresAt: inMinutes(5) });
export const presented = (): JoinView => ({
	state: 'presented',
	deviceName: '美咲のタブレット',
	check: '47',
	expiresAt: inMinutes(4)
});
let asked = 0;

export const deviceCommands = {
	devices: () => answer({ devices }),
	changeDevice: (deviceId, change) => {
		const found = devices.find((one) => one.deviceId === deviceId);
		if (!found) return refuse({ code: 'device.not_found' });
		const changed = {
			...found,
			name: change.name ?? found.name,
			policy: change.policy ?? found.policy
		};
		devices = devices.map((one) => (one === found ? changed : one));
		return answer(changed);
	},
	revokeDevice: (deviceId) => {
		if (devices.length === 1) return refuse({ code: 'device.last_way_in' });
		devices = devices.filter((one) => one.deviceId !== deviceId);
		return answer(null);
	},
	openJoin: () => answer({ joinId: 'join-1', code: 'K7QD-2M4X-9RTB', qr: QR, expiresAt: inMinutes(5) }),
	join: () => answer(asked++ > 1 ? presented() : waiting()),
	refuseJoin: () => answer({ ...presented(), state: 'refused' as const }),
	presentJoin: () => answer(presented()),
	finishJoin: () => answer(shopper),
	takeJoin: () => answer(null)
} satisfies Partial<Commands>;
