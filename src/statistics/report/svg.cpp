#include "statistics/report/svg.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace medal::statistics::report {
namespace {

constexpr std::size_t kColours = 8;
constexpr std::size_t kMarkStyles = 3;
constexpr double kLetterWidth_px = 6.7;

bool starts_letter(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

std::string tooltip_element(std::string_view tooltip) {
    return tooltip.empty() ? "/>" : fmt::format("><title>{}</title>", escape_xml(tooltip));
}

std::string points_list(const std::vector<Point>& points) {
    std::string list;
    for (const Point& point : points) list += fmt::format("{:.1f},{:.1f} ", point.x, point.y);
    return list;
}

}  // namespace

std::string escape_xml(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            default:
                escaped += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return escaped;
}

std::string short_number(double value) {
    return std::isnan(value) ? "–" : fmt::format("{:.4g}", value);
}

double text_width(std::string_view text) {
    return kLetterWidth_px * static_cast<double>(std::count_if(text.begin(), text.end(), starts_letter));
}

std::string shortened(std::string_view text, std::size_t letters) {
    std::size_t seen = 0;
    std::size_t cut = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!starts_letter(text[i])) continue;
        if (++seen == letters) cut = i;
        if (seen > letters) return std::string(text.substr(0, cut)) + "…";
    }
    return std::string(text);
}

double Scale::at(double value) const noexcept {
    if (!(high > low)) return (from + to) / 2.0;
    return from + (value - low) / (high - low) * (to - from);
}

std::vector<double> ticks(double low, double high, int wanted) {
    if (!(high > low)) return {low};
    const double rough = (high - low) / wanted;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    const double scaled = rough / power;
    const double step = power * (scaled <= 1.0 ? 1.0 : scaled <= 2.0 ? 2.0 : scaled <= 5.0 ? 5.0 : 10.0);
    std::vector<double> result;
    const auto first = static_cast<long long>(std::ceil(low / step - 1e-9));
    const auto last = static_cast<long long>(std::floor(high / step + 1e-9));
    for (long long i = first; i <= last; ++i) result.push_back(static_cast<double>(i) * step);
    return result;
}

Canvas::Canvas(double width, double height, std::string_view description)
    : out_(fmt::format(
          "<svg viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" role=\"img\" aria-label=\"{2}\">\n", width,
          height, escape_xml(description))) {}

void Canvas::line(Point from, Point to, std::string_view css) {
    out_ += fmt::format("<line class=\"{}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n", css,
                        from.x, from.y, to.x, to.y);
}

void Canvas::polyline(const std::vector<Point>& points, std::string_view css) {
    out_ += fmt::format("<polyline class=\"{}\" points=\"{}\"/>\n", css, points_list(points));
}

void Canvas::polygon(const std::vector<Point>& points, std::string_view css) {
    out_ += fmt::format("<polygon class=\"{}\" points=\"{}\"/>\n", css, points_list(points));
}

void Canvas::rect(Box box, std::string_view css, std::string_view tooltip) {
    out_ += fmt::format(
        "<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"{}{}\n", css, box.x,
        box.y, box.width, box.height, tooltip_element(tooltip), tooltip.empty() ? "" : "</rect>");
}

void Canvas::circle(Point centre, double radius, std::string_view css, std::string_view tooltip) {
    out_ += fmt::format("<circle class=\"{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.2f}\"{}{}\n", css, centre.x,
                        centre.y, radius, tooltip_element(tooltip), tooltip.empty() ? "" : "</circle>");
}

void Canvas::text(Point at, Anchor anchor, std::string_view words, std::string_view css) {
    const std::string_view where = anchor == Anchor::start    ? "start"
                                   : anchor == Anchor::middle ? "middle"
                                                              : "end";
    out_ += fmt::format("<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", css,
                        at.x, at.y, where, escape_xml(words));
}

void Canvas::slanted_text(Point at, std::string_view words) {
    out_ += fmt::format(
        "<text class=\"label\" transform=\"translate({:.1f} {:.1f}) rotate(-40)\" "
        "text-anchor=\"end\">{}</text>\n",
        at.x, at.y, escape_xml(words));
}

std::string Canvas::finish() && {
    return std::move(out_) + "</svg>\n";
}

std::string colour(std::size_t index) {
    const std::size_t style = index / kColours % kMarkStyles;
    return "c" + std::to_string(index % kColours) + (style == 0 ? "" : " g" + std::to_string(style));
}

}  // namespace medal::statistics::report
