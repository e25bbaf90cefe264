"""What a plate of each country may say. L letter, D digit, other capitals and digits stand for themselves in brackets.

' ' is a gap, '-' a joint where that country puts a dash, dot, seal, sticker or map, '/' starts the second row.
Sources: the public registration rules of each country (for the US the standard passenger series of each state).
"""

LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
US_LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ' * 3 + 'IOQ'  # most states leave out I, O and Q; personal plates have them
DIGITS = '0123456789'

US = ['DLLLDDD'] * 4 + ['LLL-DDDD'] * 6 + ['LLLDDDD'] * 3 + ['LLL DDDD'] * 2 + ['LLL-LDD', 'LLLDLDD', 'LLL-DLL'] + ['LLD-LDL'] * 3 + [
    'LL DDDDD', 'DDD-LLL', 'DDD LLL', 'LLL-DDD', 'LLL DDD', 'LDD-LLL', 'DDDLLL', 'DLLLDD', 'LDD-DDL', 'LLDDLLD', 'DLLDDDD', 'LLDDDD',
    'DDDDLL', 'LL-DDDDD', 'LLDDDDD', 'DDD-DDD', 'DDDDDD', 'DDDDDDD', 'LDDDDD', 'DDLLDD', 'LLLLLL', 'LLL-LLL', 'DLD DDDD', 'LLLLLLL', 'LDDLDDD',
    'DLDDDDD', 'DDDDDLL', 'LLDDLL', 'DDLDDDD', 'LLLDD', 'DDDLDD', 'LD-DDDDD', 'LLD-DDD', 'DLL-DDD', 'LDDLLL', 'DDLLLD', 'DLL LDD', 'DDDLLD', 'DDL-DDD', 'LDD-DLL', 'DL LDDDD', 'DDDDDDL',
]
DE_DISTRICTS = 'B M K F S D HH HB H L DD N A AC BN BI BO BS DA DO DU E ER ES FD FR FS G GE GI GM GT GW HA HD HEI HN HL IN IZ J KA KI KL KN KS LB LE LG MA MD MG MI MK ML MS MTK MZ NE NK OF OG OL OS PB PF PI R RE RS RT RV SB SE SG SI SL SN SO ST SU TR TUE TUT UL UN VS W WI WL WN WOB WUE Z ZW BLK OHV EBE FFB TOEL ABG ANK BAR'.split()
FR_IT = 'ABCDEFGHJKLMNPQRSTVWXYZ'
RO_COUNTIES = 'AB AR AG BC BH BN BT BV BR BZ CS CL CJ CT CV DB DJ GL GR GJ HR HD IL IS IF MM MH MS NT OT PH SM SJ SB SV TR TM TL VS VL VN'.split()
SK_DISTRICTS = 'BA BB BJ BL BN BR BS BY CA DK DS DT GA HC HE IL KA KE KK KM KN KS LC LE LM LV MA MI ML MT MY NM NO NR NZ PB PD PE PK PN PO PP PT PU RA RK RS RV SA SB SC SE SI SK SL SN SO SP SV TN TO TR TS TT TV VK VT ZA ZC ZH ZM ZV'.split()
IN_STATES = 'AP AR AS BR CG CH DL DN GA GJ HP HR JH JK KA KL LD MH ML MN MP MZ NL OD OR PB PY RJ SK TN TR TS UK UP WB'.split()


def spelled(rng, pattern, letters=LETTERS):
    return ''.join(rng.choice(letters) if c == 'L' else rng.choice(DIGITS) if c == 'D' else c for c in pattern)


def without(text, letters):
    """The same with each letter the country does not issue replaced by the next one it does."""
    for letter in letters:
        text = text.replace(letter, next(c for c in LETTERS[LETTERS.index(letter) :] + LETTERS if c not in letters))
    return text


def number(rng, longest, weights=(1, 3, 9, 14)):
    count = rng.choices(range(1, longest + 1), weights[:longest])[0]
    return rng.choice('123456789') + ''.join(rng.choice(DIGITS) for _ in range(count - 1))


def de(rng):
    district = rng.choice(DE_DISTRICTS) if rng.random() < 0.7 else spelled(rng, 'L' * rng.choice([1, 2, 2, 3]))
    middle = spelled(rng, 'L' * rng.choice([1, 2, 2, 2]))
    return f'{district}-{middle} {number(rng, 4 if len(district) + len(middle) < 5 else 3)}'


def cz(rng):
    return spelled(rng, rng.choice(['DLD-DDDD', 'DLL-DDDD', 'DLD DDDD', 'LLL-DD-DD']), 'ABCDEFHIJKLMNPRSTUVXYZ')


def sk(rng):
    return rng.choice(SK_DISTRICTS) + '-' + spelled(rng, 'DDDLL')


def ro(rng):
    if rng.random() < 0.3:
        return 'B ' + spelled(rng, rng.choice(['DD', 'DD', 'DDD'])) + ' ' + without(spelled(rng, 'LLL'), 'Q')
    return rng.choice(RO_COUNTIES) + ' ' + without(spelled(rng, 'DD LLL'), 'Q')


def pl(rng):
    head = spelled(rng, rng.choice(['LL', 'LL', 'LLL']))
    joint = rng.choice(['-', ' ', ' '])
    tail = spelled(rng, rng.choice(['DDDDD', 'DDDDL', 'DDDLL', 'LDDDD', 'LDDD', 'DDLL', 'LDDL', 'DDLDD'])[: 7 - len(head)])
    return head + joint + without(tail, 'BDIOZ')


def turkish(rng):
    return f'{rng.randint(1, 81):02d} ' + spelled(rng, rng.choice(['L DDDD', 'LL DDD', 'LL DDDD', 'LLL DD', 'LLL DDD']), 'ABCDEFGHIJKLMNOPRSTUVYZ')


def india(rng):
    head = rng.choice(IN_STATES) + rng.choice(['', ' ', '-']) + f'{rng.randint(1, 99):02d}'
    series = without(spelled(rng, rng.choice(['L', 'LL', 'LL', 'LL'])), 'IO')
    return head, rng.choice(['', ' ', '-']) + series, spelled(rng, 'DDDD')


def india_one(rng):
    if rng.random() < 0.06:
        return spelled(rng, 'DD') + ' BH ' + spelled(rng, 'DDDD L')
    head, series, tail = india(rng)
    return head + series + rng.choice(['', ' ', '-']) + tail


def india_two(rng):
    head, series, tail = india(rng)
    return head + series + '/' + tail if rng.random() < 0.75 else head + '/' + series.strip(' -') + rng.choice(['', ' ']) + tail


def anything(rng):
    count = rng.choice([4, 5, 6, 6, 7, 7, 7, 8])
    text = ''.join(rng.choice(LETTERS + DIGITS) for _ in range(count))
    if rng.random() < 0.5:
        cut = rng.randint(1, count - 1)
        text = text[:cut] + rng.choice(' -') + text[cut:]
    return text


def two_rows_eu(rng):
    text = rng.choice([de, sk, cz, pl])(rng)
    cut = max(text.find('-'), text.find(' '))
    return text[:cut] + '/' + text[cut + 1 :].strip()


PATTERNS = {
    'us': lambda r: spelled(r, r.choice(US), US_LETTERS),
    'de': de,
    'fr': lambda r: spelled(r, 'LL-DDD-LL', FR_IT),
    'it': lambda r: spelled(r, r.choice(['LL DDDLL', 'LL DDD LL', 'LLDDDLL']), FR_IT),
    'es': lambda r: spelled(r, 'DDDD LLL', 'BCDFGHJKLMNPRSTVWXYZ') if r.random() < 0.8 else spelled(r, 'L DDDD LL'),
    'nl': lambda r: spelled(r, r.choice(['LL-DDD-L', 'D-LLL-DD', 'DD-LLL-D', 'L-DDD-LL', 'LL-LL-DD', 'DD-LL-LL', 'LLL-DD-L']), 'BDFGHJKLNPRSTVXZ'),
    'pl': pl,
    'cz': cz,
    'sk': sk,
    'ro': ro,
    'other_eu': lambda r: spelled(r, r.choice(['LL DDDDLL', 'LL-DDD', 'LLL DDD', 'DLLL DDD', 'LL DDDD', 'D-LLL-DDD', 'LLL-DDD', 'L DDDD LL', 'LL DDLLL', 'DDDDDD', 'LL DDDDD'])),
    'two_rows_eu': two_rows_eu,
    'tr': turkish,
    'uk': lambda r: without(spelled(r, r.choice(['LLDD LLL'] * 7 + ['LDDD LLL', 'LDD LLL', 'LLDD/LLL'])), 'IQ'),
    'br': lambda r: spelled(r, 'LLL-DDDD' if r.random() < 0.85 else 'LLL/DDDD'),
    'br_mercosur': lambda r: spelled(r, 'LLLDLDD' if r.random() < 0.8 else 'LLL/DLDD'),
    'ar': lambda r: spelled(r, r.choice(['LLL-DDD', 'LLL DDD'])),
    'ar_mercosur': lambda r: spelled(r, 'LL DDD LL' if r.random() < 0.92 else 'LDDD/LLL'),
    'in': india_one,
    'in_two': india_two,
    'anything': anything,
}

# What is easily taken for another character, drawn more often on a share of the training plates: O, D and Q above all.
ALIKE_LETTERS, ALIKE_DIGITS = 'OOODDDQQGCBBIJLTZSEFPR', '00118826757'
ALL_LETTERS = ('br', 'br_mercosur', 'ar', 'ar_mercosur', 'de', 'other_eu', 'anything')  # styles whose series leave no letter out


def alike(rng, text, country):
    """The same plate with about half of its characters replaced by look-alikes of their kind, as far as the country issues them."""
    letters = ALIKE_LETTERS if country in ALL_LETTERS else [c for c in ALIKE_LETTERS if c not in 'OQI'] if country == 'us' else ''
    replaced = lambda c: rng.choice(letters) if c.isalpha() and letters else rng.choice(ALIKE_DIGITS) if c.isdigit() else c
    return ''.join(replaced(c) if rng.random() < 0.5 else c for c in text)


WEIGHTS = {
    'us': 36, 'de': 11, 'fr': 2, 'it': 2, 'es': 2, 'nl': 2, 'pl': 3, 'cz': 3, 'sk': 3, 'ro': 5, 'other_eu': 3, 'two_rows_eu': 1, 'tr': 2, 'uk': 4,
    'br': 15, 'br_mercosur': 6, 'ar': 3, 'ar_mercosur': 5, 'in': 6, 'in_two': 7, 'anything': 5,
}
FONT_FAMILY = {
    'us': ['us_die'], 'de': ['fe'] * 5 + ['fe_narrow', 'din'], 'fr': ['din', 'free', 'charles_wright'], 'it': ['din', 'free'], 'es': ['din'],
    'nl': ['fe', 'din'], 'pl': ['din', 'free'], 'cz': ['din', 'fe_narrow'], 'sk': ['din', 'fe', 'fe_narrow'], 'ro': ['din'], 'other_eu': ['din', 'fe', 'free'],
    'two_rows_eu': ['fe', 'din'], 'tr': ['din'], 'uk': ['charles_wright'], 'br': ['mandatory'] * 4 + ['free'], 'br_mercosur': ['fe', 'fe_narrow'],
    'ar': ['argentine'], 'ar_mercosur': ['fe', 'argentine'], 'in': ['free', 'charles_wright', 'fe', 'din'], 'in_two': ['free', 'charles_wright', 'fe', 'din'],
    'anything': ['free', 'us_die', 'din', 'fe'],
}
WORDS = (
    'CALIFORNIA|TEXAS|NEW YORK|FLORIDA|OHIO|ARIZONA|ILLINOIS|MISSOURI|GEORGIA|NEVADA|OREGON|WASHINGTON|COLORADO|UTAH|MICHIGAN|VIRGINIA|MARYLAND|'
    'PENNSYLVANIA|NEW JERSEY|MASSACHUSETTS|CONNECTICUT|INDIANA|WISCONSIN|MINNESOTA|IOWA|KANSAS|NEBRASKA|OKLAHOMA|ARKANSAS|LOUISIANA|ALABAMA|'
    'TENNESSEE|KENTUCKY|NORTH CAROLINA|SOUTH CAROLINA|MAINE|VERMONT|IDAHO|MONTANA|ALASKA|HAWAII|DELAWARE|SUNSHINE STATE|GRAND CANYON STATE|'
    'LAND OF LINCOLN|GARDEN STATE|FIRST IN FLIGHT|LONE STAR STATE|EMPIRE STATE|SHOW ME STATE|PEACH STATE|GREAT LAKES|VISIT US|DMV|CLARK|ORANGE|'
    'AUTO|MOTORS|CHEVROLET|HONDA|TOYOTA|AUTOHAUS|CARS|DEALER|GROUP|SP-SAO PAULO|RJ-RIO DE JANEIRO|BA-SALVADOR|MG-BELO HORIZONTE|PR-CURITIBA|'
    'BRASIL|REPUBLICA ARGENTINA|ARGENTINA|MERCOSUR|MERCOSUL|INDIA|IND|JAN|JUN|OCT|2009|2012|2015|2018|2021|2024|11|14|17|23|POLICE|TAXI|WWW.CARS.COM'
).split('|')
