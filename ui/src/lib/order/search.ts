import type { OrderRowView } from '$lib/api';

/** For comparing: full-width as half-width, no case, no spaces or separators of figures. */
function plain(text: string): string {
	return text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\s,\u00a5\u5186]/g, '');
}

/** Whether a row has the words in its shop, its items, its number or its amount. */
export function matches(row: OrderRowView, query: string): boolean {
	const wanted = query
		.split(/[\s\u3000]+/)
		.map(plain)
		.filter(Boolean);
	const amounts = [row.amount.amount, row.original?.amount ?? ''];
	const texts = [row.merchant.name, row.merchant.domain, row.summary, row.orderId, ...amounts].map(plain);
	return wanted.every((word) => texts.some((text) => text.includes(word)));
}
