import type { PermissionView } from '../bindings';
import type { Commands } from '..';
import { answer, refuse } from './answer';
import { coffee, inDays, shop, yen } from './data';
import { scenario } from './scenario';

const permission = (permissionId: string, more: Partial<PermissionView>): PermissionView => ({
	permissionId,
	merchant: coffee,
	kind: 'recurring',
	state: 'active',
	terms: { frequency: { unit: 'month', value: 1 }, each: yen(2480), month: yen(2480) },
	used: yen(2480),
	createdAt: inDays(-75),
	chargedAt: inDays(-14),
	expiresAt: inDays(382),
	...more
});

let permissions = [
	permission('C03-4820301-0000001', {}),
	permission('C03-4820301-0000002', {
		merchant: shop('青葉書店', '青', 2, 'aoba-books.example'),
		kind: 'onFile',
		state: 'paused',
		terms: { frequency: null, each: yen(3000), month: yen(12_000) },
		used: yen(0),
		chargedAt: inDays(-41)
	}),
	permission('C03-4820301-0000003', { state: 'ended', chargedAt: inDays(-120) })
];

/** Answers with the one that was changed. */
function changed(permissionId: string, change: (one: PermissionView) => PermissionView) {
	const found = permissions.find((one) => one.permissionId === permissionId);
	if (!found) return refuse({ code: 'permission.not_found' });
	const next = change(found);
	permissions = permissions.map((one) => (one === found ? next : one));
	return answer(next);
}

export const permissionCommands = {
	permissions: () => answer({ permissions: scenario.is('empty') ? [] : permissions }),
	changePermission: (permissionId, { paused, each, month }) =>
		changed(permissionId, (one) => ({
			...one,
			state: paused === null ? one.state : paused ? 'paused' : 'active',
			terms: { ...one.terms, each: each ?? one.terms.each, month: month ?? one.terms.month }
		})),
	endPermission: (permissionId) => changed(permissionId, (one) => ({ ...one, state: 'ended' }))
} satisfies Partial<Commands>;
