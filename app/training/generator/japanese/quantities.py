"""Amounts, dates, times and durations as Japanese texts write them."""

from __future__ import annotations

from random import Random

from app.training.generator import quantities
from app.training.generator.japanese.names import word
from app.training.generator.quantities import MEASURES, grouped, measure, percent_value, recent_year
from app.training.generator.tongue import Draw

WORDED = {
    "length": (("メートル", 2, 900), ("センチ", 5, 400), ("ミリ", 2, 900)),
    "distance": (("キロ", 2, 900), ("キロメートル", 2, 900)),
    "weight": (("キロ", 1, 900), ("グラム", 5, 950), ("トン", 1, 90)),
    "temperature": (("度", 2, 90), ("℃", -30, 260)),
    "volume": (("リットル", 1, 900), ("ミリリットル", 5, 950)),
    "dose": (("錠", 2, 9), ("滴", 2, 40), ("グラム", 1, 9), ("包", 2, 6)),
    "power": (("ワット", 10, 2500), ("馬力", 20, 600)),
    "voltage": (("ボルト", 5, 400),),
    "speed": (("ノット", 4, 40), ("回転毎分", 100, 9000)),
    "area": (("平方メートル", 10, 9000), ("ヘクタール", 2, 900), ("坪", 10, 900)),
    "noise": (("デシベル", 20, 110),),
    "storage": (("ギガバイト", 2, 512),),
    "body_height": (("センチ", 90, 210),),
}
"""Units that Japanese texts write in kana or characters, beside the symbols of every language."""
DIMENSIONS = {name: units + WORDED.get(name, ()) for name, units in MEASURES.items()}
KANJI_DIGITS = "〇一二三四五六七八九"


def dimension(random: Random, name: str) -> str:
    """A number with a unit; no space before units in kana or characters."""
    text = measure(random, DIMENSIONS[name])
    value, _, unit = text.partition(" ")
    return f"{value}{unit}" if unit and (not unit[0].isascii() or random.random() < 0.4) else text


def amount(random: Random) -> str:
    """Yen in digits, in ten thousands, in hundred millions, with or without tax."""
    style = random.random()
    small = random.choice((random.randint(1, 999) * 10, random.randint(1, 99) * 1000 - 20, random.randint(100, 99999)))
    if style < 0.45:
        return f"{grouped(small)}円"
    if style < 0.60:
        return random.choice(
            (
                f"税込{grouped(small)}円",
                f"{grouped(small)}円（税込）",
                f"税抜{grouped(small)}円",
                f"{grouped(small)}円（税別）",
            )
        )
    if style < 0.80:
        return random.choice(
            (
                f"{random.randint(1, 900)}万円",
                f"{random.randint(1, 90)}万{random.randint(1, 9)}千円",
                f"{random.randint(1, 9)}.{random.randint(1, 9)}万円",
            )
        )
    if style < 0.88:
        return random.choice(
            (
                f"{random.randint(1, 90)}億円",
                f"{random.randint(1, 9)}億{grouped(random.randint(1, 9) * 1000)}万円",
                f"約{random.randint(2, 90)}億円",
            )
        )
    return (
        f"¥{grouped(small)}"
        if style < 0.95
        else f"{random.randint(5, 900)}{random.choice(('ドル', 'ユーロ', 'ポンド', '元', 'ウォン'))}"
    )


def fee(random: Random) -> str:
    """Money, often per something."""
    per = random.choice(("1人", "1回", "1時間", "1泊", "1か月", "1件", "1年"))
    return f"{per}{grouped(random.randint(1, 400) * 50)}円" if random.random() < 0.4 else amount(random)


def percent(random: Random) -> str:
    if random.random() < 0.15:
        return f"{random.randint(1, 9)}割{random.choice(('', '', '5分'))}"
    return f"{percent_value(random)}{random.choice(('%', '%', '％', 'パーセント'))}"


def counted(*units: str) -> Draw:
    """A count with one of the counters."""
    return lambda random: f"{quantities.count(random)}{random.choice(units)}"


def era_year(year: int) -> str:
    """令和8年 for 2026."""
    for start, name in ((2019, "令和"), (1989, "平成"), (1926, "昭和"), (1912, "大正")):
        if year >= start:
            return f"{name}{'元' if year == start else year - start + 1}年"
    return f"{year}年"


def year(random: Random) -> str:
    value = quantities.year_number(random)
    return era_year(value) if random.random() < 0.3 else f"{value}年"


def date(random: Random) -> str:
    day, month, in_year = random.randint(1, 28), random.randint(1, 12), recent_year(random)
    usual = (f"{in_year}年{month}月{day}日", f"{in_year}年{month}月{day}日", f"{era_year(in_year)}{month}月{day}日")
    rare = (
        f"{in_year}/{month:02}/{day:02}",
        f"{in_year}年{month}月",
        f"{in_year}年度末",
        f"{era_year(in_year)}{month}月",
        f"{in_year}.{month}.{day}",
    )
    return random.choice(usual if random.random() < 0.75 else rare)


def month_and_day(random: Random) -> str:
    return f"{random.randint(1, 12)}月{random.randint(1, 28)}日"


def pay_day(random: Random) -> str:
    return random.choice(
        (
            f"毎月{random.randint(1, 28)}日",
            "毎月末日",
            f"翌月{random.randint(1, 28)}日",
            "月末",
            f"毎月{random.choice(('10', '15', '20', '25'))}日",
        )
    )


def time(random: Random) -> str:
    hour, minute = random.randint(1, 12), random.choice((0, 0, 5, 10, 15, 20, 30, 40, 45, 50))
    clock = random.randint(0, 23)
    half = random.choice(("午前", "午後"))
    forms = (
        f"{half}{hour}時{f'{minute}分' if minute else ''}",
        f"{clock}:{minute:02}",
        f"{clock}時{f'{minute}分' if minute else ''}",
        f"{half}{hour}時半",
        "正午",
    )
    return random.choice(forms)


def hours(random: Random) -> str:
    """Opening hours and other spans."""
    start, end = random.randint(6, 11), random.randint(14, 22)
    span = random.choice(
        (
            f"{start}:00〜{end}:30",
            f"{start}時から{end}時まで",
            f"午前{start}時から午後{end - 12}時",
            f"{start}:30～{end}:00",
            f"{start}時〜{end}時半",
        )
    )
    return random.choice(
        (span, f"平日{span}", f"{word(random, 'weekdays')}の{span}", f"土日祝日{span}", f"月曜日から金曜日の{span}")
    )


def schedule(random: Random) -> str:
    day = word(random, "weekdays")
    forms = (
        f"毎週{day}",
        f"毎月第{random.randint(1, 4)}{day}",
        f"隔週の{day}",
        f"{random.randint(2, 36)}か月ごと",
        f"年{random.randint(2, 6)}回",
        f"毎朝{time(random)}",
        f"毎年{random.randint(1, 12)}月",
        f"{random.randint(2, 12)}週間ごと",
        "毎日",
        f"毎月{random.randint(1, 28)}日",
        f"{random.randint(50, 5000)}時間ごと",
    )
    return random.choice(forms)


def dosing(random: Random) -> str:
    return random.choice(
        (
            "毎食後",
            "朝食前",
            "就寝前",
            "朝夕の食後",
            "空腹時",
            f"{random.randint(4, 12)}時間おき",
            "起床時",
            f"1日{random.randint(1, 4)}回",
            "昼食後",
            "食間",
        )
    )


def duration(random: Random) -> str:
    """From seconds to years."""
    unit = random.choice(("日", "日間", "か月", "週間", "時間", "年", "分", "秒", "年間"))
    return _of_unit(random, unit)


def period(random: Random) -> str:
    """From days to years: terms, deadlines, notice."""
    unit = random.choice(("日", "日", "日間", "か月", "ヶ月", "カ月", "週間", "年", "年間", "営業日", "時間"))
    return _of_unit(random, unit)


def _of_unit(random: Random, unit: str) -> str:
    if random.random() < 0.07:
        return random.choice(("半年", "1年半", "丸一日", "半日", "2年半", "四半期"))
    count = random.choice((random.randint(2, 30), random.randint(2, 120)))
    return f"{count}{unit}" if random.random() < 0.93 or count > 9 else f"{KANJI_DIGITS[count]}{unit}"


def walk(random: Random) -> str:
    return f"{random.choice(('徒歩', '徒歩約', 'バスで', '車で'))}{random.randint(2, 45)}分"


def date_span(random: Random) -> str:
    if random.random() < 0.5:
        return f"12月{random.randint(25, 31)}日から1月{random.randint(3, 9)}日"
    month, day = random.randint(1, 12), random.randint(1, 14)
    return f"{month}月{day}日から{month}月{day + random.randint(2, 14)}日"
