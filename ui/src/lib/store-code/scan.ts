import type { OrderRowView, StoreCodeView } from '$lib/api';

/** The order that a scan of this code made: the newest at a till since the code was issued. */
export function scanOf(code: StoreCodeView, newestFirst: OrderRowView[]): OrderRowView | undefined {
	const since = Date.parse(code.issuedAt);
	return newestFirst.find((row) => row.channel === 'store' && Date.parse(row.orderedAt) >= since);
}

/** Twenty digits in groups of four. */
export function groupedDigits(digits: string): string {
	return digits.match(/.{1,4}/g)?.join(' ') ?? '';
}
