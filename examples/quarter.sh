#!/usr/bin/env bash
# The end of a hub lead's quarter, typed from start to finish on the example network: what needs attention, the last
# questions answered, what was learnt shared, the next Track planned and filled, digest and report handed in.
#
#   bash quarter.sh [DIR]      works in DIR (default: here), on a database of its own
#
# `circo demo` types these same lines.
set -euo pipefail
examples="$(cd "$(dirname "$0")" && pwd)"
mkdir -p "${1:-.}" && cd "${1:-.}"
export CIRCO_DB="$PWD/circo.db" CIRCO_TODAY=2026-06-15 CIRCO_USER="Hub Noord-Holland"
export CIRCO_CONFIG=/dev/null # your own configuration is not for this network

cp "$examples/onderhoud.md" .

circo import "$examples/network"

# Monday morning: what needs attention?
circo status --hub noord-holland
circo question list --hub noord-holland --unanswered

# A company calls; two questions are answered and shared with the other hubs.
circo question log "Wie betaalt het onderhoud van circulaire bedden als de bewoner verhuist?" --company zogeheten-zorgbedden --category business-model --topic onderhoud
circo question answer Q138 "Leg onderhoud vast per bed en niet per bewoner: dan loopt het door bij een verhuizing. Neem in de prijs per nacht een vast bedrag op voor controle en reiniging, en laat grotere reparaties via een jaarlijkse nacalculatie lopen. Zo blijft de instelling eigenaar van het risico op schade en de leverancier van het risico op slijtage."
circo question answer Q125 "Ja: via borgstelling voor het mkb staat de overheid garant voor een deel van de lening. Banken vragen daarbij een onderbouwing van de restwaarde. Begin met een materialenpaspoort en een terugkoopafspraak met een sloper of leverancier; die twee stukken maken het verschil in het kredietgesprek."
circo question share Q138 Q125
circo insight add "Onderhoud in de prijs per gebruik: regel het per product" --hub noord-holland --theme zorg --category business-model --from-question Q138 --body @onderhoud.md
circo insight publish K30

# The Track that is under way: the last places.
circo enrolment confirm E334 E336
circo enrolment register E343
circo enrolment decline E337 --reason "geen tijd in juli"
circo track attendance noord-holland-2026q2-2 --session 1 --present sloopwerken-zogenaamd --present bedenksel-verlichting --present zogeheten-zorgbedden --absent studio-fantoomvorm

# Next quarter: a second Track, small on purpose, with a waiting list from the first day.
circo track schedule noord-holland "Zorg zonder afval: textiel, bedden en inrichting" --quarter 2026Q3 --theme zorg --date 2026-09-15 --date 2026-09-29 --date 2026-10-13 --capacity 4 --minimum 3 --trainer marit-hoogendijk --location "Provinciehuis, Haarlem"
circo track open noord-holland-2026q3-2
circo enrol noord-holland-2026q3-2 zogeheten-zorgbedden zorggroep-het-verzinsel linnenservice-hersenspinsel tweede-leven-fantasiemeubel bedenksel-verlichting
circo enrolment cancel E412 --reason "kiest de Track van juni"
circo enrolment list --track noord-holland-2026q3-2

# The quarter closes: a digest for CIRCO, for the network and for the hub itself, and the report.
circo --today 2026-06-30 digest export --for circo --for network --for hub:noord-holland --quarter 2026Q2 --to digests
circo --today 2026-06-30 report quarter 2026Q2 --hub noord-holland
circo --today 2026-06-30 report quarter 2026Q2 --hub noord-holland --format markdown --to report-noord-holland-2026Q2.md
circo --today 2026-06-30 report quarter 2026Q2 --format markdown --to report-network-2026Q2.md
circo --today 2026-06-30 db backup
