"""The acronyms that a new archive knows; from then on, staff keep the table."""

from django.db import migrations

FIRST = """
ADHD: attention deficit hyperactivity disorder
AHP: allied health professional
AI: artificial intelligence
ASB: antisocial behaviour
BBC: British Broadcasting Corporation
CAMHS: child and adolescent mental health services
CMS: Child Maintenance Service
CPS: Crown Prosecution Service
CQC: Care Quality Commission
DCMS: Department for Culture, Media and Sport
DEFRA: Department for Environment, Food and Rural Affairs
DESNZ: Department for Energy Security and Net Zero
DfE: Department for Education
DfT: Department for Transport
DHSC: Department of Health and Social Care
DLA: disability living allowance
DSIT: Department for Science, Innovation and Technology
DVLA: Driver and Vehicle Licensing Agency
DWP: Department for Work and Pensions
EHCP: education, health and care plan
ESA: employment and support allowance
EU: European Union
FCA: Financial Conduct Authority
FCDO: Foreign, Commonwealth and Development Office
FOI: freedom of information
FSM: free school meals
GCSE: general certificate of secondary education
HGV: heavy goods vehicle
HMCTS: HM Courts and Tribunals Service
HMRC: HM Revenue and Customs
HMT: HM Treasury
HPV: human papillomavirus
HS2: High Speed 2
ICB: integrated care board
IPP: imprisonment for public protection
LGBT: lesbian, gay, bisexual and transgender
LHA: local housing allowance
MHCLG: Ministry of Housing, Communities and Local Government
MoD: Ministry of Defence
MoJ: Ministry of Justice
MND: motor neurone disease
NATO: North Atlantic Treaty Organization
NEET: not in education, employment or training
NHS: National Health Service
NICE: National Institute for Health and Care Excellence
ODA: official development assistance
ONS: Office for National Statistics
PFI: private finance initiative
PIP: personal independence payment
PPE: personal protective equipment
PTSD: post-traumatic stress disorder
RAAC: reinforced autoclaved aerated concrete
RSHE: relationships, sex and health education
SEND: special educational needs and disabilities
SEND: special educational needs and disability
SEN: special educational needs
SENCO: special educational needs co-ordinator
SENCO: special educational needs coordinator
SME: small and medium-sized enterprises
SSSI: site of special scientific interest
TB: tuberculosis
UC: universal credit
VAT: value added tax
VAWG: violence against women and girls
WASPI: Women Against State Pension Inequality
WHO: World Health Organization
WHO: World Health Organisation
"""


def fill(apps, schema_editor):
    acronym = apps.get_model("questions", "Acronym")
    pairs = (line.split(": ", 1) for line in FIRST.strip().splitlines())
    acronym.objects.bulk_create(acronym(letters=letters, long_form=long_form) for letters, long_form in pairs)


class Migration(migrations.Migration):
    dependencies = [("questions", "0002_acronyms")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
