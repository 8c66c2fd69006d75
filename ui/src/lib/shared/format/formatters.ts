/** Makes one formatter of a kind once: making it costs far more than using it. */
function keep<Options, Formatter>(
	make: (tag: string, options: Options) => Formatter
): (tag: string, options: Options) => Formatter {
	const made = new Map<string, Formatter>();
	return (tag, options) => {
		const key = tag + JSON.stringify(options);
		const known = made.get(key);
		if (known) return known;
		const formatter = make(tag, options);
		made.set(key, formatter);
		return formatter;
	};
}

export const dateFormat = keep(
	(tag, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options)
);
export const numberFormat = keep(
	(tag, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options)
);
