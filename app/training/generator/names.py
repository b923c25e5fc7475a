"""Names of people, firms, products, places and works: coined, so that the vocabulary never ends.

Every function takes the random source and returns one name; nothing keeps state.
"""

from __future__ import annotations

from random import Random

from app.training.generator.lexicon import words

ONSETS = (
    "b c d f g h j k l m n p qu r s t v w x y z br cl cr dr fl fr gl gr kl kr pl pr sc sh sk sl sm sn sp st str"
    " sv th tr tw vr zh ch ph"
).split()
VOWELS = "a a a e e e i i o o u y ae ai au ea ei ia ie io oa ou ue".split()
CODAS = "b ck d f g k l l ll m m n n n nd ng nt p r r rd rk rm rn s s sh ss st t t th v x z".split()
BRAND_ENDS = (
    "a ara ax con cor dex dyne elle era ex fix form gen graph ia ica ify io ion is ista ium ix iva lab lux ly matic"
    " mont nix nova o on ora os ox pod point quest ra rix scan sense sol sys tec tia tix tra tron um us va via vex"
    " vue wave yn zen zo"
).split()
DRUG_ENDS = (
    "amide apine azole bactam caine cillin cycline dipine fenac floxacin gliptin ine lol lukast mab mycin"
    " olone oxetine parin prazole pril profen sartan sone statin tadine tidine triptan umab vir zepam"
).split()
TOWN_ENDS = (
    "berg borough bridge brook burg burn bury by cester dale den fell field ford grad ham haven hill holm hurst"
    " ia ina kirk land leigh ley low mere mont mouth ness ora ovo polis port sand sk stad stead ton vale ville"
    " wald wick wood worth"
).split()
MODEL_WORDS = (
    "Air Alpha Basic Classic Comfort Compact Core Deluxe Duo Eco Edge Elite Evo Flex Go Home Ion Junior Lite Max"
    " Mini Neo Nova One Office Plus Prime Pro Pure Quick S Sport Studio Tour Touch Trio Ultra Vario X XL XR Z"
).split()
ROMAN = "II III IV V VI VII IX".split()


def syllables(random: Random, count: int) -> str:
    """A pronounceable lower-case string of so many syllables."""
    text = ""
    for index in range(count):
        onset = random.choice(ONSETS) if index or random.random() < 0.8 else ""
        coda = random.choice(CODAS) if random.random() < (0.6 if index == count - 1 else 0.25) else ""
        text += onset + random.choice(VOWELS) + coda
    return text


def coined(random: Random) -> str:
    """A coined proper name of any style: brand, drug, compound, acronym, plain word."""
    style = random.random()
    if style < 0.40:
        return syllables(random, random.choice((2, 2, 2, 3))).capitalize()
    if style < 0.62:
        return (syllables(random, random.choice((1, 1, 2))) + random.choice(BRAND_ENDS)).capitalize()
    if style < 0.80:
        first, second = random.sample(words("plain_words"), 2)
        return first + (second if random.random() < 0.3 else second.lower())
    if style < 0.88:
        return random.choice(words("plain_words"))
    if style < 0.94:
        return "".join(random.choices("ABCDEFGHIKLMNOPRSTVXZ", k=random.choice((3, 3, 4))))
    return random.choice(words("surnames"))


def person(random: Random) -> str:
    """A full name; sometimes with an initial, a double name or a coined surname."""
    given, surname = random.choice(words("given_names")), random.choice(words("surnames"))
    style = random.random()
    if style < 0.70:
        return f"{given} {surname}"
    if style < 0.80:
        return f"{given} {random.choice('ABCDEFGHJKLMNPRSTVW')}. {surname}"
    if style < 0.86:
        return f"{given} {surname}-{random.choice(words('surnames'))}"
    if style < 0.92:
        return f"{given} {random.choice(words('given_names'))} {surname}"
    return f"{given} {syllables(random, 2).capitalize()}"


def title_and_person(random: Random) -> str:
    return f"{random.choice(('Dr', 'Prof.', 'Ms', 'Mr', 'Mrs', 'Dr'))} {random.choice(words('surnames'))}"


def company(random: Random) -> str:
    """A firm: coined word, surname or place with an industry or a legal form."""
    style = random.random()
    industry = random.choice(words("industries"))
    if style < 0.40:
        return f"{coined(random)} {industry}"
    if style < 0.55:
        return f"{coined(random)} {random.choice(('Inc.', 'Ltd', 'GmbH', 'AG', 'LLC', 'plc', 'SE', 'AB', 'Group'))}"
    if style < 0.68:
        return f"{random.choice(words('surnames'))} & {random.choice(words('surnames'))}"
    if style < 0.78:
        return f"{random.choice(words('surnames'))} {industry}"
    if style < 0.86:
        return f"{town(random)} {industry}"
    return coined(random)


def model(random: Random) -> str:
    """The part of a product's name after the brand: number, series, edition."""
    style = random.random()
    if style < 0.30:
        return str(random.choice((random.randint(1, 99), random.randint(1, 40) * 10, random.randint(100, 9999))))
    if style < 0.55:
        return random.choice(MODEL_WORDS)
    if style < 0.70:
        return f"{random.choice(MODEL_WORDS)} {random.choice((random.randint(2, 20), random.randint(1, 90) * 10))}"
    if style < 0.80:
        return random.choice("ABCDEFGHKLMPQRSTVWXZ") + str(
            random.choice((random.randint(1, 9), random.randint(10, 900)))
        )
    if style < 0.88:
        letters = "".join(random.choices("ABCDEFGHKLMPRSTVXZ", k=2))
        return f"{letters}-{random.randint(10, 9999)}"
    if style < 0.94:
        return random.choice(ROMAN)
    return f"{random.randint(100, 999)}{random.choice('ABCDEHKLPRSTX')}"


def product(random: Random) -> str:
    style = random.random()
    if style < 0.62:
        return f"{coined(random)} {model(random)}"
    if style < 0.70:
        return f"{coined(random)}-{random.randint(2, 990)}"
    if style < 0.84:
        return f"the {coined(random)} {random.choice(words('product_types'))}"
    if style < 0.94:
        return f"the {coined(random)} {model(random)} {random.choice(words('product_types'))}"
    return coined(random)


def medicine(random: Random) -> str:
    name = (syllables(random, random.choice((1, 2))) + random.choice(DRUG_ENDS)).capitalize()
    return name if random.random() < 0.7 else f"{name} {random.choice((5, 10, 20, 25, 40, 50, 75, 100, 200, 500))} mg"


def town(random: Random) -> str:
    """A coined town or village."""
    style = random.random()
    if style < 0.55:
        return (syllables(random, random.choice((1, 1, 2))) + random.choice(TOWN_ENDS)).capitalize()
    if style < 0.70:
        return random.choice(words("plain_words")) + random.choice(TOWN_ENDS)
    name = syllables(random, 2).capitalize()
    prefix = random.choice(
        ("San", "Port", "New", "Upper", "Lower", "Saint", "Bad", "Lake", "Mount", "El", "Al", "North")
    )
    return f"{prefix} {name}" if style < 0.88 else name


def city(random: Random) -> str:
    """A place as an answer: mostly a known city, sometimes a coined one."""
    return random.choice(words("cities")) if random.random() < 0.7 else town(random)


def country(random: Random) -> str:
    return random.choice(words("countries")) if random.random() < 0.85 else realm(random)


def realm(random: Random) -> str:
    """A coined country, island or province: as a subject it can be in no benchmark."""
    name = (syllables(random, 2) + random.choice(("ia", "land", "stan", "ar", "or", "ania", "ova", "ora"))).capitalize()
    forms = (name, name, f"the Republic of {name}", f"{name} Island", f"{name} Province", f"the {name} Isles")
    return random.choice(forms)


def work_title(random: Random) -> str:
    """The title of a book, film, song or game."""
    first, second = random.choice(words("adjectives")), random.choice(words("plain_words"))
    third = random.choice(words("plain_words"))
    forms = (
        f"The {first} {second}", f"{first} {second}", f"{second} and {third}", f"The {second} of {town(random)}",
        f"A {second} for {random.choice(words('given_names'))}", f"{second}s Without {third}", f"The {third}'s {second}",
        f"{random.choice(words('given_names'))} and the {second}", f"{syllables(random, 3).capitalize()}",
        f"Beyond the {second}", f"When {second}s Fall", f"{random.randint(3, 99)} {second}s",
    )  # fmt: skip
    return random.choice(forms)


def university(random: Random) -> str:
    place = city(random)
    forms = (f"the University of {place}", f"{place} University", f"{place} Technical University",
             f"{random.choice(words('surnames'))} College", f"the {place} School of Economics")  # fmt: skip
    return random.choice(forms)
