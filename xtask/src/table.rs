//! Small tables for a terminal: names to the left, numbers to the right.

/// Draws a table. The first `names` columns hold names, the others numbers.
pub fn draw(header: &[&str], names: usize, rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let widest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0);
        widest.max(header.get(column).map_or(0, |title| title.chars().count()))
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let line = |cells: &[String]| {
        let mut line = String::new();
        for (column, (cell, width)) in cells.iter().zip(&widths).enumerate() {
            let padded = if column < names {
                format!("{cell:<width$}")
            } else {
                format!("{cell:>width$}")
            };
            line.push_str(if column == 0 { "" } else { "  " });
            line.push_str(&padded);
        }
        format!("{}\n", line.trim_end())
    };
    let header: Vec<String> = header.iter().map(|title| (*title).to_owned()).collect();
    let mut table = line(&header);
    for row in rows {
        table.push_str(&line(row));
    }
    table
}

/// A number and its noun: `1 page`, `3 pages`.
pub fn count(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_left_and_numbers_right() {
        let rows = [
            vec!["cbs".to_owned(), "3".to_owned()],
            vec!["snapshot".to_owned(), "120".to_owned()],
        ];
        insta::assert_snapshot!(draw(&["service", "pages"], 1, &rows), @r"
        service   pages
        cbs           3
        snapshot    120
        ");
    }
}
