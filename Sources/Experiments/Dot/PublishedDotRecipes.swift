import Measuring

/// Makes the two vectors of a published dot product.
typealias PublishedDotRecipe = @Sendable () -> (a: [Float], b: [Float])

/// The published recipe, and others that differ from it in one constant.
enum PublishedDotRecipes {
  static let published: PublishedDotRecipe = { Recipes.publishedDot }

  static let offset63 = Mutant<PublishedDotRecipe>("recipe_offset_63", "a_i is made with i - 63 instead of i - 64") {
    let (_, b) = Recipes.publishedDot
    return ((0..<128).map { (Float($0) - 63) * 0.1 + Float($0 % 7) * 0.013 }, b)
  }

  static let modulus7 = Mutant<PublishedDotRecipe>("recipe_modulus_7", "b_i is made with i mod 7 instead of i mod 11") {
    let (a, _) = Recipes.publishedDot
    return (a, (0..<128).map { (Float($0) * 0.7 - 50) * 0.05 + Float($0 % 7) * 0.011 })
  }
}
