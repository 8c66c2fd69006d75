import type { MovementPage, MovementReason, MovementView } from '../bindings';
import type { Commands } from '..';
import { answer } from './answer';
import { inDays, yen } from './data';
import { scenario } from './scenario';

let next = 0;

const move = (
	reason: MovementReason,
	amount: number,
	daysAgo: number,
	source: string,
	more: Partial<MovementView> = {}
): MovementView => ({
	transferId: `transfer-${++next}`,
	reason,
	amount: yen(amount),
	incoming: ['redeemed', 'toppedUp', 'refunded', 'earned'].includes(reason),
	pending: false,
	at: inDays(-daysAgo),
	source,
	orderId: ['spent', 'refunded', 'earned', 'earnedReturned'].includes(reason) ? 'S03-4820302-7702942' : null,
	lotId: 'lot-1',
	...more
});

const points: MovementView[] = [
	move('spent', 300, 0, '森の湯', { pending: true }),
	move('earned', 12, 1, 'まるふく青果'),
	move('earnedReturned', 6, 1, 'ひかり書房'),
	move('spent', 480, 3, '山ねこ珈琲'),
	move('refunded', 120, 5, 'つばめ文具'),
	move('earned', 37, 12, 'ひかり書房'),
	move('expired', 250, 41, ''),
	move('earned', 17, 45, 'ひかり書房')
];

const balance: MovementView[] = [
	move('spent', 1284, 1, 'まるふく青果'),
	move('refunded', 330, 2, 'ひかり書房'),
	move('toppedUp', 5000, 8, 'ローソン'),
	move('redeemed', 2000, 16, '田中さん'),
	move('toppedUp', 3000, 33, 'VISA •• 4242'),
	move('expired', 140, 52, '')
];

const promised = [
	{ amount: yen(147), at: inDays(12), source: '山ねこ珈琲', orderId: 'S03-4820301-7702941' },
	{ amount: yen(30), at: inDays(14), source: 'ひかり書房', orderId: 'S03-4820302-7702942' }
];

function page(rows: MovementView[], left: number, cursor: string | null, later = promised): MovementPage {
	if (scenario.is('empty')) return { movements: [], cursor: null, balance: yen(0), promised: [] };
	return {
		movements: cursor ? rows.slice(6) : rows.slice(0, 6),
		cursor: cursor || rows.length <= 6 ? null : 'next',
		balance: yen(left),
		promised: later
	};
}

export const movementCommands = {
	points: (cursor) => answer(page(points, 2480, cursor)),
	giftBalance: (cursor) => answer(page(balance, 10360, cursor, []))
} satisfies Partial<Commands>;
