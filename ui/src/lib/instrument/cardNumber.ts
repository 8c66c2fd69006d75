/** The brands that a number can belong to, by its first digits (ISO/IEC 7812 ranges). */
const BRANDS: readonly (readonly [brand: string, starts: RegExp])[] = [
	['visa', /^4/],
	['amex', /^3[47]/],
	['jcb', /^35(2[89]|[3-8])/],
	['diners', /^3(0[0-5]|[68])/],
	['mastercard', /^(5[1-5]|2(2[2-9]|[3-6]|7[01]|720))/],
	['discover', /^6(011|5|4[4-9])/]
];

/** Only the digits, also of full-width ones. */
export function digitsOf(text: string): string {
	return text.normalize('NFKC').replace(/\D/g, '');
}

/** The brand, or `null` while too little is typed to tell. */
export function brandOf(number: string): string | null {
	return BRANDS.find(([, starts]) => starts.test(number))?.[0] ?? null;
}

/** How many digits a number of this brand has at most. */
export function longestOf(brand: string | null): number {
	if (brand === 'amex') return 15;
	return brand === 'diners' ? 14 : 16;
}

/** In groups as on the card: 4-4-4-4, American Express and Diners 4-6-5. */
export function grouped(number: string): string {
	const brand = brandOf(number);
	const digits = number.slice(0, longestOf(brand));
	const sizes = brand === 'amex' || brand === 'diners' ? [4, 6, 5] : [4, 4, 4, 4];
	const groups: string[] = [];
	let from = 0;
	for (const size of sizes) {
		groups.push(digits.slice(from, from + size));
		from += size;
	}
	return groups.filter(Boolean).join(' ');
}

/** The check digit of ISO/IEC 7812-1 annex B (Luhn). */
export function passesLuhn(number: string): boolean {
	let sum = 0;
	for (const [index, digit] of [...number].reverse().entries()) {
		const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1);
		sum += doubled > 9 ? doubled - 9 : doubled;
	}
	return number.length > 0 && sum % 10 === 0;
}

/** Whether the number is all there. */
export function isWhole(number: string): boolean {
	return number.length >= longestOf(brandOf(number));
}

/** 「08 / 28」 while it is typed. */
export function groupedExpiry(text: string): string {
	let digits = digitsOf(text).slice(0, 4);
	if (/^[2-9]/.test(digits)) digits = `0${digits}`.slice(0, 4);
	return digits.length > 2 ? `${digits.slice(0, 2)} / ${digits.slice(2)}` : digits;
}

/** Month and four-digit year, or `null` while it is none. */
export function expiryOf(text: string): { month: number; year: number } | null {
	const digits = digitsOf(text);
	const month = Number(digits.slice(0, 2));
	if (digits.length !== 4 || month < 1 || month > 12) return null;
	return { month, year: 2000 + Number(digits.slice(2)) };
}
