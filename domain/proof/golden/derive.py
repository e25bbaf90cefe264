"""Works out the proof-of-payment vectors with Python's hmac and hashlib alone: python3 derive.py > vectors.json

HKDF is RFC 5869 written out, the quote bytes are packed field by field, the Damm table is H. M. Damm's, so nothing here
shares code with the TypeScript under test.
"""
import base64, hashlib, hmac, json, struct


def hkdf(secret, salt, info):
    prk = hmac.new(salt, secret, hashlib.sha256).digest()
    return hmac.new(prk, info + b'\x01', hashlib.sha256).digest()


DAMM = [[0,3,1,7,5,9,8,6,4,2],[7,0,9,2,1,5,4,8,6,3],[4,2,0,6,8,7,1,3,5,9],[1,7,5,0,9,8,3,4,2,6],[6,1,2,3,0,4,5,9,7,8],
        [3,6,7,4,2,0,9,5,8,1],[5,8,6,9,7,2,0,1,3,4],[8,9,4,5,3,6,2,0,1,7],[9,4,3,8,6,1,7,2,0,5],[2,5,8,1,4,3,6,7,9,0]]


def damm(digits):
    interim = 0
    for digit in digits:
        interim = DAMM[interim][int(digit)]
    return interim


assert damm('572') == 4 and damm('5724') == 0  # the example of the dissertation
TAGS = 'CFHJKMNPRTWXY3479'
secret, site = bytes(range(32)), 'site-0001'
quote_key = hkdf(secret, site.encode(), b'gatehouse/quote/v1')
exit_key = hkdf(secret, site.encode(), b'gatehouse/exit-code/v1')
tokens = []
for kid, device, nonce, amount, currency, index, issued_s, ttl, stay, paid in [
    (1, 1, '00112233445566', 450, 'EUR', 0, 1782000000, 15, 135, 450),
    (0, 0, '00000000000000', 0, 'EUR', 0, 0, 0, 0, 0),
    (15, 0xffffff, 'ffffffffffffff', 0xffffffff, 'ILS', 31, 0xffffffff, 255, 65535, 0xffffffff),
    (7, 4660, 'deadbeef012345', 1200, 'JPY', 22, 1790000000, 20, 440, 1500),
]:
    quote = struct.pack('>I', 1 << 28 | kid << 24 | device) + bytes.fromhex(nonce)
    quote += struct.pack('>IBIBH', amount, index, issued_s, ttl, stay)
    mac = hmac.new(quote_key, quote, hashlib.sha256).digest()[:16]
    code = int.from_bytes(hmac.new(exit_key, b'\x01' + quote + struct.pack('>I', paid), hashlib.sha256).digest()[:8], 'big')
    digits = '%08d' % (code % 10**8)
    tag = int(nonce, 16) % 17**3
    tokens.append({
        'fields': {'kid': kid, 'device': device, 'nonce': nonce, 'amountMinor': amount, 'currency': currency,
                   'issuedAt': issued_s * 1000, 'ttlMinutes': ttl, 'stayMinutes': stay},
        'quoteHex': quote.hex(),
        'token': base64.b32encode(quote + mac).decode().rstrip('='),
        'tag': TAGS[tag // 289] + TAGS[tag // 17 % 17] + TAGS[tag % 17],
        'paidMinor': paid,
        'exitCode': digits + str(damm(digits)),
    })
def voucher(key, book, serial):
    attempt = 0
    while True:
        mac = hmac.new(key, struct.pack('>BBHB', 2, book, serial, attempt), hashlib.sha256).digest()
        digits = '%02d%04d%05d' % (book, serial, int.from_bytes(mac[:8], 'big') % 10**5)
        if damm(digits[:9]) != 0:  # its first nine digits must not be an exit code
            return digits + str(damm(digits)), attempt
        attempt += 1


book_key = bytes(range(100, 132))
vouchers = []
for book, serial in [(0, 0), (7, 42), (99, 9999)] + [(3, n) for n in range(1, 30)]:
    code, attempt = voucher(book_key, book, serial)
    if book != 3 or attempt > 0:
        vouchers.append({'book': book, 'serial': serial, 'tries': attempt, 'code': code})

print(json.dumps({
    'derivation': 'derive.py beside this file, Python hmac and hashlib; labels and layout of SPEC.md Q1, Q9, Q13, Q14',
    'secretHex': secret.hex(), 'site': site, 'quoteKeyHex': quote_key.hex(), 'exitKeyHex': exit_key.hex(), 'tokens': tokens,
    'bookKeyHex': book_key.hex(), 'vouchers': vouchers,
}, indent=1))
