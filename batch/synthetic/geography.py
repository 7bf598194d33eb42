"""Where users live: real cities of the United States whose state, zip codes and area code agree."""

from __future__ import annotations

from typing import NamedTuple


class City(NamedTuple):
    """``weight`` is the chance to be drawn, relative to the others; zip codes and area code belong to the city."""

    region: str
    name: str
    state: str
    weight: int
    area_code: str
    zips: tuple[str, ...]


def _city(line: str) -> City:
    region, name, state, weight, area_code, zips = line.split("|")
    return City(region, name, state, int(weight), area_code, tuple(zips.split()))


# Weights follow population loosely. Walpole, Two Harbors, Valentine, Socorro and Ely lie in ZIP3 areas with fewer than
# 20,000 people, which must become 000 when they are generalised.
_LINES = """\
Northeast|New York|NY|80|212|10001 10002 10003 10011 10025 10128
Northeast|Brooklyn|NY|50|718|11201 11215 11238
Northeast|Buffalo|NY|8|716|14201 14202 14209 14222
Northeast|Rochester|NY|7|585|14604 14607 14620
Northeast|Boston|MA|30|617|02108 02110 02115 02116 02118
Northeast|Worcester|MA|7|508|01602 01604 01609
Northeast|Philadelphia|PA|40|215|19103 19104 19107 19130 19147
Northeast|Pittsburgh|PA|14|412|15203 15213 15217 15222
Northeast|Newark|NJ|10|973|07102 07104 07105 07107
Northeast|Jersey City|NJ|9|201|07302 07304 07306
Northeast|Providence|RI|8|401|02903 02906 02908
Northeast|Hartford|CT|7|860|06103 06105 06106
Northeast|New Haven|CT|6|203|06510 06511 06513
Northeast|Portland|ME|4|207|04101 04102 04103
Northeast|Manchester|NH|4|603|03101 03103 03104
Northeast|Burlington|VT|3|802|05401 05408
Northeast|Walpole|NH|1|603|03608
Southeast|Miami|FL|25|305|33125 33129 33130 33133 33137
Southeast|Orlando|FL|16|407|32801 32803 32806 32819
Southeast|Tampa|FL|18|813|33602 33606 33609 33611
Southeast|Jacksonville|FL|18|904|32202 32204 32207 32256
Southeast|Atlanta|GA|30|404|30303 30305 30308 30309 30318
Southeast|Savannah|GA|5|912|31401 31404 31405
Southeast|Charlotte|NC|22|704|28202 28203 28205 28210
Southeast|Raleigh|NC|15|919|27601 27603 27607 27609
Southeast|Charleston|SC|6|843|29401 29403 29407
Southeast|Nashville|TN|18|615|37203 37206 37209 37212
Southeast|Memphis|TN|13|901|38103 38104 38111 38117
Southeast|Louisville|KY|12|502|40202 40204 40205 40206
Southeast|Birmingham|AL|9|205|35203 35205 35209 35222
Southeast|Jackson|MS|5|601|39201 39202 39211
Southeast|New Orleans|LA|10|504|70112 70115 70118 70130
Southeast|Richmond|VA|10|804|23219 23220 23221 23225
Southeast|Virginia Beach|VA|10|757|23451 23452 23454
Southeast|Charleston|WV|3|304|25301 25302 25311
Midwest|Chicago|IL|60|312|60601 60607 60611 60614 60622 60657
Midwest|Springfield|IL|4|217|62701 62702 62704
Midwest|Detroit|MI|20|313|48201 48202 48207 48226
Midwest|Grand Rapids|MI|7|616|49503 49504 49506
Midwest|Columbus|OH|20|614|43201 43202 43206 43215
Midwest|Cleveland|OH|14|216|44102 44106 44113 44114
Midwest|Cincinnati|OH|12|513|45202 45206 45208 45219
Midwest|Indianapolis|IN|18|317|46202 46204 46205 46220
Midwest|Milwaukee|WI|12|414|53202 53207 53211
Midwest|Madison|WI|7|608|53703 53704 53711
Midwest|Minneapolis|MN|16|612|55401 55403 55408 55414
Midwest|Two Harbors|MN|1|218|55616
Midwest|St. Louis|MO|13|314|63101 63103 63108 63110
Midwest|Kansas City|MO|12|816|64105 64108 64111 64112
Midwest|Omaha|NE|9|402|68102 68105 68114 68132
Midwest|Valentine|NE|1|402|69201
Midwest|Des Moines|IA|6|515|50309 50311 50312
Midwest|Wichita|KS|7|316|67202 67203 67208
Midwest|Fargo|ND|3|701|58102 58103
Midwest|Sioux Falls|SD|3|605|57103 57104 57105
Southwest|Houston|TX|45|713|77002 77004 77006 77007 77019
Southwest|Dallas|TX|35|214|75201 75204 75205 75214 75219
Southwest|Austin|TX|25|512|78701 78702 78703 78704 78745
Southwest|San Antonio|TX|25|210|78201 78205 78209 78212
Southwest|El Paso|TX|10|915|79901 79902 79912
Southwest|Phoenix|AZ|30|602|85003 85004 85006 85014 85016
Southwest|Tucson|AZ|10|520|85701 85705 85711 85719
Southwest|Albuquerque|NM|9|505|87102 87104 87106 87110
Southwest|Socorro|NM|1|575|87801
Southwest|Oklahoma City|OK|11|405|73102 73103 73106 73118
Southwest|Tulsa|OK|8|918|74103 74104 74105 74114
West|Los Angeles|CA|60|213|90012 90017 90026 90027 90036 90045
West|San Francisco|CA|25|415|94102 94103 94107 94110 94117
West|San Diego|CA|25|619|92101 92103 92104 92116
West|Sacramento|CA|12|916|95811 95814 95816 95819
West|Seattle|WA|25|206|98101 98102 98103 98109 98115
West|Spokane|WA|5|509|99201 99203 99205
West|Portland|OR|18|503|97201 97202 97205 97209 97214
West|Denver|CO|20|303|80202 80203 80205 80206 80209
West|Salt Lake City|UT|9|801|84101 84102 84103 84105
West|Las Vegas|NV|16|702|89101 89102 89104 89109
West|Ely|NV|1|775|89301
West|Boise|ID|5|208|83702 83704 83706
West|Billings|MT|2|406|59101 59102
West|Cheyenne|WY|1|307|82001 82007
West|Anchorage|AK|3|907|99501 99503 99504
West|Honolulu|HI|5|808|96813 96814 96815 96822
"""

CITIES: tuple[City, ...] = tuple(_city(line) for line in _LINES.splitlines())
