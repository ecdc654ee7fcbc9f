// The texts in which scanners describe a slide, each reduced to the numbers that a viewer needs: names,
// dates, serial numbers, bar codes and the label's picture are gone. nullopt where a text cannot be read.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging {

/// Magnification and size of a pixel.
std::string cleaned_aperio(std::string_view description);

struct LeicaScan {
    /// One for each image of the collection: the photograph of the whole glass, with its label, is the macro.
    std::vector<bool> is_macro;
    /// Directories of the other images.
    std::vector<std::size_t> directories;
};
std::optional<LeicaScan> read_leica(std::string_view description);
/// `new_numbers`: what each directory is numbered now.
std::optional<std::string> cleaned_leica(std::string_view description, const LeicaScan& scan,
                                         const std::vector<std::size_t>& new_numbers);

std::optional<std::string> cleaned_philips(std::string_view description);
/// Overlaps of tiles, magnification, white balance.
std::string cleaned_trestle(std::string_view description);

/// Of the first directory or of the first level.
std::optional<std::string> cleaned_ventana(std::string_view xmp);
/// "level=0 mag=40 quality=95".
std::optional<std::string> ventana_level(std::string_view description);

}  // namespace medal::imaging
