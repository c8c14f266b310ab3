"""Names for a generated archive: members, the places that they represent, and topics."""

from __future__ import annotations


def listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


FIRST = listed("Ada,Ben,Cora,Dev,Edith,Femi,Grace,Hal,Iris,Joss,Kate,Leo,Maya,Ned,Olive,Piers,Quinn,Rosa,Sam,Tess")
LAST = listed(
    "Abbot,Barlow,Carver,Dunmore,Eastley,Farrow,Garside,Hartnell,Ingham,Jessop,Kendrick,Lomax,Marsden,Norcott,Oakes,"
    "Pemberton,Quayle,Rushton,Selwyn,Thackery,Underhill,Vickers,Whitlock,Yardley,Zeller"
)
# A seat's name is one of PLACES and one of SIDES: 26 by 25 gives the 650 seats of the Commons.
PLACES = listed(
    "Ashby,Barford,Calder,Dunsmoor,Elmbridge,Fenwick,Gadbury,Harrow,Isley,Jarrow,Keld,Linton,Marlow,Norden,Orwell,"
    "Penrose,Quorn,Ribble,Selby,Tarn,Ufton,Velby,Wharfe,Yarm,Alder,Brent"
)
SIDES = listed(
    "North,South,East,West,Central,and Vale,Mid,Upper,Lower,and Coast,Park,Heath,Bridge,Green,Hill,Moor,Abbey,Cross,"
    "Forest,Wood,Field,Dale,Ford,Port,Town"
)
TOPICS = listed(
    "Air quality,Apprenticeships,Armed forces,Asylum,Broadband,Buses,Cancer,Carers,Child poverty,Civil service,"
    "Climate change,Coastal erosion,Cycling,Dementia,Dentistry,Early years,Electric vehicles,Family hubs,Farming,"
    "Fisheries,Flooding,Food banks,Housing benefit,Human rights,Hydrogen,Leasehold,Libraries,Local government,"
    "Mental health,Museums,Nuclear power,Online safety,Pensions,Policing,Prisons,Rail,School meals,SEND,Veterans,Water"
)
