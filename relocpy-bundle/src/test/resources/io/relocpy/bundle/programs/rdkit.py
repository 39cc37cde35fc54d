"""Finds features of a molecule by its own data, and builds it with Open Babel's."""
import os

from openbabel import openbabel
from rdkit import Chem, RDConfig
from rdkit.Chem import ChemicalFeatures, Descriptors

factory = ChemicalFeatures.BuildFeatureFactory(os.path.join(RDConfig.RDDataDir, 'BaseFeatures.fdef'))
molecule = Chem.MolFromSmiles('CCO')
conversion = openbabel.OBConversion()
other = openbabel.OBMol()
assert conversion.SetInAndOutFormats('smi', 'mol') and conversion.ReadString(other, 'CCO')
other.AddHydrogens()
field = openbabel.OBForceField.FindForceField('MMFF94')
print(round(Descriptors.MolWt(molecule), 1), len(factory.GetFeaturesForMol(molecule)), field.Setup(other))
