"""Units and currencies that may stand beside a number, and the one word that each is compared by."""

from __future__ import annotations

_FORMS = {
    # Time
    "second": "seconds sec secs 秒",
    "minute": "minutes min mins 分 分間",
    "hour": "hours hr hrs h 時間",
    "day": "days 日 日間",
    "week": "weeks wk 週間",
    "month": "months か月 ヶ月 カ月 ヵ月 箇月",
    "year": "years yr yrs 年 年間",
    "decade": "decades",
    "century": "centuries",
    # Length, area, speed
    "millimetre": "millimetres millimeter millimeters mm",
    "centimetre": "centimetres centimeter centimeters cm センチ",
    "metre": "metres meter meters m メートル",
    "kilometre": "kilometres kilometer kilometers km キロメートル",
    "mile": "miles",
    "foot": "feet ft",
    "inch": "inches",
    "yard": "yards",
    "hectare": "hectares ha",
    "km/h": "kmh kph",
    "mph": "",
    # Weight, volume
    "milligram": "milligrams mg",
    "gram": "grams gramme grammes g グラム",
    "kilogram": "kilograms kilo kilos kg キログラム",
    "tonne": "tonnes ton tons トン",
    "ounce": "ounces oz",
    "millilitre": "millilitres milliliter milliliters ml ミリリットル",
    "litre": "litres liter liters l リットル",
    "gallon": "gallons",
    # Electricity, data, temperature
    "watt": "watts w ワット",
    "kilowatt": "kilowatts kw",
    "kilowatt-hour": "kwh",
    "volt": "volts v ボルト",
    "hertz": "hz",
    "kilobyte": "kilobytes kb",
    "megabyte": "megabytes mb",
    "gigabyte": "gigabytes gb",
    "terabyte": "terabytes tb",
    "degree": "degrees ° °c °f 度",
    # Shares and money
    "percent": "% per-cent pct パーセント",
    "euro": "euros eur € ユーロ",
    "dollar": "dollars usd us$ $ ドル",
    "pound": "pounds gbp £ ポンド",
    "yen": "jpy ¥ 円",
    "franc": "francs chf",
    "rupee": "rupees inr ₹",
    "yuan": "cny rmb 元",
    "cent": "cents",
    "penny": "pence",
}
UNITS = {form: unit for unit, forms in _FORMS.items() for form in (unit, *forms.split())}
"""Every way to write a unit, in small letters → the unit."""
MONEY = frozenset({"euro", "dollar", "pound", "yen", "franc", "rupee", "yuan", "cent", "penny"})
AMOUNTS = MONEY | {"percent"}
"""Units of the kind “amount”."""
BEFORE_NUMBERS = ("us$", "usd", "eur", "gbp", "jpy", "chf", "inr", "cny", "rmb", "$", "€", "£", "¥", "₹")
"""Currencies that stand in front."""
