import { distance } from 'fastest-levenshtein';
import { m } from '$lib/paraglide/messages';

/** Where most addresses in Japan are. */
const COMMON = [
	'gmail.com',
	'yahoo.co.jp',
	'ymail.ne.jp',
	'icloud.com',
	'outlook.com',
	'outlook.jp',
	'hotmail.com',
	'hotmail.co.jp',
	'docomo.ne.jp',
	'ezweb.ne.jp',
	'au.com',
	'softbank.ne.jp',
	'i.softbank.jp',
	'rakuten.jp'
];
/** Of companies that filter mail unless the sender is allowed. */
const CARRIERS = [
	'docomo.ne.jp',
	'ezweb.ne.jp',
	'au.com',
	'softbank.ne.jp',
	'i.softbank.jp',
	'ymobile.ne.jp'
];
/** So many slips make another domain; two letters that changed places are two. */
const SLIPS = 2;
/** Shorter ones are too near to each other. */
const SHORTEST = 8;

/** The address that was probably meant; nothing where it looks right or is not whole yet. */
export function meant(email: string): string | null {
	const [name, domain, ...rest] = email.trim().toLowerCase().split('@');
	if (!name || !domain?.includes('.') || rest.length > 0 || COMMON.includes(domain)) return null;
	const near = COMMON.filter((one) => one.length >= SHORTEST && distance(one, domain) <= SLIPS);
	return near[0] ? `${name}@${near[0]}` : null;
}

/** What to know about mail to this address before it is waited for. */
export function emailHint(email: string): string | undefined {
	const domain = email.trim().toLowerCase().split('@')[1] ?? '';
	return CARRIERS.includes(domain) ? m.email_carrier() : undefined;
}
